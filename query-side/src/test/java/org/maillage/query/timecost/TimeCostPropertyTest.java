package org.maillage.query.timecost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.Ids;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.epn.EpnEvent.EpnRegistered;
import org.maillage.kernel.epn.EpnEvent.HourlyRateSet;
import org.maillage.kernel.epn.EpnEvent.StaffAppointed;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partner.PartnerEvent.PartnerCardAbsorbed;
import org.maillage.kernel.partner.PartnerEvent.PartnerCardMerged;
import org.maillage.kernel.partner.PartnerEvent.PartnerRegistered;
import org.maillage.kernel.partner.PartnerEvent.PartnerRevised;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.CostId;
import org.maillage.kernel.partnership.IntangibleBenefit;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.ReceiptId;
import org.maillage.kernel.partnership.SupportId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectEvent.ProjectDrafted;
import org.maillage.kernel.project.ProjectId;
import org.maillage.kernel.timesheet.Phase;
import org.maillage.kernel.timesheet.TimeEntryId;
import org.maillage.kernel.timesheet.TimesheetEvent;
import org.maillage.kernel.timesheet.TimesheetEvent.TimeCorrected;
import org.maillage.kernel.timesheet.TimesheetEvent.TimeLogged;
import org.maillage.kernel.timesheet.TimesheetId;
import org.maillage.query.Period;
import org.maillage.query.Returns.Worth;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.ToldFacts;
import org.maillage.query.intake.ToldFacts.Told;
import org.maillage.query.timecost.TimeCost.Ranked;

/**
 * The oracle is {@link PlainFold}: the frozen definitions over the events themselves, in the order of the ledger, with maps, loops
 * and {@link BigDecimal}; it shares neither SQL nor tables nor {@link Sums} with what it judges. Histories of several centres are
 * told at once, interleaved, and arrive in any order; a question is about now or about an instant in their midst.
 */
class TimeCostPropertyTest {

    private static final int CENTRES = 25;
    private static final int MOST_EVENTS = 36;
    private static final LocalDate FIRST = LocalDate.of(2025, 12, 25);
    private static final int DAYS = 14;
    private static final List<Role> ROLES = List.of(new Role("animatrice"), new Role("responsable"));

    private static final ToldFacts told = new ToldFacts(new TimeCostProjection());
    private static final TimeCost timeCost = new TimeCost(told.client());

    @AfterContainer
    static void close() {
        told.close();
    }

    /** 60 tries of 25 centres: 1,500 histories a run. */
    @Property(tries = 60, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void figures_from_the_database_are_those_of_a_plain_fold_of_the_events(@ForAll long seed) {
        var random = new Random(seed);
        var histories =
                Stream.generate(() -> new History(random)).limit(CENTRES).toList();
        var facts = new ArrayList<Told>();
        histories.forEach(history -> history.founding.stream().map(told::record).forEach(facts::add));
        var founded = facts.size();
        interleaved(histories, random).stream().map(told::record).forEach(facts::add);
        var arriving = new ArrayList<>(facts);
        Collections.shuffle(arriving, random);
        told.write(arriving);
        var midst = new AsOf(facts.get(founded - 1 + random.nextInt(facts.size() - founded + 1))
                .at());

        for (var instant : List.of(AsOf.NOW, midst)) {
            var known = known(facts, instant);
            var questions = histories.stream()
                    .map(history -> new Question(history, new PlainFold(known, history.epn)))
                    .toList();
            everyWorth(questions, instant);
            questions.stream()
                    // Every history is asked about one of both instants.
                    .filter(question -> question.history.askedNow == instant.equals(AsOf.NOW))
                    .forEach(question -> agrees(question.history, question.fold, instant));
        }
    }

    private record Question(History history, PlainFold fold) {}

    private static List<Event> known(List<Told> facts, AsOf instant) {
        return facts.stream()
                .filter(fact -> instant.instant() == null || !fact.at().isAfter(instant.instant()))
                .map(Told::event)
                .toList();
    }

    private static List<Event> interleaved(List<History> histories, Random random) {
        var turns = new ArrayList<History>();
        histories.forEach(history -> turns.addAll(Collections.nCopies(history.events.size(), history)));
        Collections.shuffle(turns, random);
        var said = new HashMap<History, Integer>();
        return turns.stream()
                .map(history -> history.events.get(said.merge(history, 1, Integer::sum) - 1))
                .toList();
    }

    private static void everyWorth(List<Question> questions, AsOf instant) {
        var expected = new HashMap<UUID, Worth>();
        for (var question : questions) {
            for (var partnership : question.history.partnerships) {
                var figures = question.fold.figures(partnership::equals, Period.ALWAYS);
                expected.put(
                        partnership.value(),
                        new Worth(figures.labourCost(), figures.totalReturn(), figures.unratedMinutes()));
            }
        }
        assertThat(timeCost.of(expected.keySet(), instant)).isEqualTo(expected);
    }

    private static void agrees(History history, PlainFold fold, AsOf instant) {
        var partnership = history.one(history.partnerships);
        fold.figures(partnership::equals, Period.ALWAYS)
                .agreeWith(timeCost.ofPartnership(partnership.value(), instant));

        var period = history.period();
        var ofEpn = timeCost.ofEpn(history.epn.value(), period, Ranking.NET, instant);
        fold.figures(_ -> true, period).agreeWith(ofEpn.portfolio().figures());
        assertThat(ofEpn.portfolio().partnerships())
                .containsExactlyInAnyOrderElementsOf(history.partnerships.stream()
                        .map(id -> fold.figures(id::equals, period).ranked(id.value(), fold.name(id)))
                        .toList())
                .isSortedAccordingTo((a, b) -> b.net().compareTo(a.net()));
        assertThat(ofEpn.partners())
                .containsExactlyInAnyOrderElementsOf(fold.partners().stream()
                        .map(card -> fold.figures(id -> fold.standing(id).contains(card), period)
                                .ranked(card.value(), fold.names.getOrDefault(card.value(), "Partenaire")))
                        .toList());

        var card = history.one(history.cards);
        var ofPartner = timeCost.ofPartner(card.value(), period, Ranking.HOURS, instant);
        fold.figures(id -> fold.takesPart(card, id), period).agreeWith(ofPartner.figures());
        assertThat(ofPartner.partnerships())
                .extracting(Ranked::id)
                .containsExactlyInAnyOrderElementsOf(history.partnerships.stream()
                        .filter(id -> fold.takesPart(card, id))
                        .map(PartnershipId::value)
                        .toList());
    }

    /**
     * A random history of one centre, and a little worse than commands allow: retroactive rates, changed roles, corrected entries,
     * receipts and costs, amended pledges, partners that come and go, cards that turn out to be doubles.
     */
    private static final class History {

        final Random random;
        final EpnId epn = new EpnId(Ids.next());
        final boolean askedNow;
        final List<PartnershipId> partnerships;
        final List<PartnerId> cards;
        final List<Event> founding = new ArrayList<>();
        final List<Event> events = new ArrayList<>();
        private final List<PersonId> persons = fresh(3, PersonId::new);
        private final List<TimesheetEvent> entries = new ArrayList<>();
        private final List<ContributionReceived> receipts = new ArrayList<>();
        private final List<DirectCostRecorded> costs = new ArrayList<>();
        private final List<ContributionPledged> pledges = new ArrayList<>();
        private final Set<PartnerId> doubles = new HashSet<>();

        History(Random random) {
            this.random = random;
            this.askedNow = random.nextBoolean();
            this.partnerships = fresh(1 + random.nextInt(3), PartnershipId::new);
            this.cards = fresh(2 + random.nextInt(2), PartnerId::new);
            founding.add(new EpnRegistered(
                    epn,
                    "EPN",
                    LegalForm.ASSOCIATION,
                    null,
                    new CommuneCode("49007"),
                    List.of(),
                    List.of(),
                    null,
                    List.of(),
                    null,
                    null));
            cards.forEach(card -> founding.add(new PartnerRegistered(
                    card,
                    epn,
                    name(),
                    PartnerKind.ASSOCIATION,
                    null,
                    null,
                    null,
                    List.of(),
                    List.of(),
                    null,
                    null,
                    null,
                    List.of())));
            for (var partnership : partnerships) {
                var project = new ProjectId(Ids.next());
                founding.add(new PartnershipProposed(
                        partnership,
                        epn,
                        project,
                        List.of(one(cards)),
                        persons.getFirst(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        List.of()));
                if (random.nextBoolean()) {
                    founding.add(new ProjectDrafted(
                            project, epn, name(), ProjectDuration.ONE_OFF, List.of(), List.of(), null));
                }
            }
            var length = random.nextInt(MOST_EVENTS);
            while (events.size() < length) {
                events.addAll(any());
            }
        }

        private static <T> List<T> fresh(int many, Function<UUID, T> made) {
            return Stream.generate(() -> made.apply(Ids.next())).limit(many).toList();
        }

        Period period() {
            var from = day();
            return random.nextInt(3) == 0
                    ? Period.of(null, null)
                    : Period.of(from, from.plusDays(random.nextInt(DAYS)));
        }

        private List<Event> any() {
            return switch (random.nextInt(18)) {
                case 0, 1, 2 -> List.of(rate());
                case 3 -> List.of(new StaffAppointed(epn, one(persons), one(ROLES)));
                case 4, 5 -> List.of(entries.isEmpty() ? logged() : corrected(one(entries)));
                case 6, 7 ->
                    List.of(receipts.isEmpty() || random.nextBoolean() ? received() : corrected(one(receipts)));
                case 8, 9 -> List.of(costs.isEmpty() || random.nextBoolean() ? paid() : corrected(one(costs)));
                case 10 -> List.of(pledges.isEmpty() ? pledged() : amended(one(pledges)));
                case 11 ->
                    List.of(
                            random.nextBoolean()
                                    ? new PartnerJoined(one(partnerships), epn, one(cards))
                                    : new PartnerLeft(one(partnerships), epn, one(cards), "départ"));
                case 12 -> merged();
                case 13 -> List.of(random.nextBoolean() ? revised() : rated());
                case 14 -> List.of(supported());
                default -> List.of(logged());
            };
        }

        private Event rate() {
            var ofPerson = random.nextBoolean();
            return new HourlyRateSet(epn, ofPerson ? one(persons) : null, ofPerson ? null : one(ROLES), money(), day());
        }

        private Event logged() {
            var entry = new TimeLogged(
                    new TimesheetId(Ids.next()),
                    one(partnerships),
                    epn,
                    new TimeEntryId(Ids.next()),
                    one(persons),
                    random.nextBoolean() ? null : one(ROLES),
                    one(List.of(Phase.values())),
                    day(),
                    new Minutes(1 + random.nextInt(300)),
                    null);
            entries.add(entry);
            return entry;
        }

        private Event corrected(TimesheetEvent entry) {
            return new TimeCorrected(
                    entry.id(),
                    entry.partnershipId(),
                    epn,
                    entry.entryId(),
                    entry.personId(),
                    role(entry),
                    one(List.of(Phase.values())),
                    day(),
                    new Minutes(1 + random.nextInt(300)),
                    "erreur");
        }

        private Event received() {
            var receipt = new ContributionReceived(
                    one(partnerships),
                    epn,
                    new ReceiptId(Ids.next()),
                    new PledgeId(Ids.next()),
                    one(List.of(ContributionKind.values())),
                    money(),
                    day());
            receipts.add(receipt);
            return receipt;
        }

        private Event corrected(ContributionReceived receipt) {
            return new ReceiptCorrected(
                    receipt.id(),
                    epn,
                    receipt.receiptId(),
                    receipt.pledgeId(),
                    one(List.of(ContributionKind.values())),
                    money(),
                    day(),
                    "erreur");
        }

        private Event paid() {
            var cost =
                    new DirectCostRecorded(one(partnerships), epn, new CostId(Ids.next()), money(), "dépense", day());
            costs.add(cost);
            return cost;
        }

        private Event corrected(DirectCostRecorded cost) {
            return new DirectCostCorrected(cost.id(), epn, cost.costId(), money(), "dépense", day(), "erreur");
        }

        private Event pledged() {
            var pledge = new ContributionPledged(
                    one(partnerships),
                    epn,
                    new PledgeId(Ids.next()),
                    one(cards),
                    one(List.of(ContributionKind.values())),
                    ContributionNature.EQUIPMENT,
                    money(),
                    "promesse",
                    List.of());
            pledges.add(pledge);
            return pledge;
        }

        private Event amended(ContributionPledged pledge) {
            return new PledgeAmended(
                    pledge.id(),
                    epn,
                    pledge.pledgeId(),
                    pledge.partnerId(),
                    pledge.kind(),
                    pledge.nature(),
                    money(),
                    "promesse",
                    "erreur",
                    List.of());
        }

        private Event supported() {
            return new SupportGranted(
                    one(partnerships),
                    epn,
                    new SupportId(Ids.next()),
                    one(cards),
                    ContributionKind.CASH,
                    money(),
                    "aide",
                    day(),
                    null,
                    null,
                    null);
        }

        private Event rated() {
            return new IntangibleBenefitRated(
                    one(partnerships), epn, one(List.of(IntangibleBenefit.values())), 1 + random.nextInt(5), null);
        }

        private Event revised() {
            return new PartnerRevised(
                    one(cards),
                    epn,
                    name(),
                    PartnerKind.ASSOCIATION,
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    null);
        }

        private List<Event> merged() {
            var into = one(cards);
            var away = one(cards);
            if (into.equals(away) || doubles.contains(into) || !doubles.add(away)) {
                return List.of();
            }
            return List.of(new PartnerCardMerged(away, epn, into), new PartnerCardAbsorbed(into, epn, away));
        }

        /** Names that every collation sorts alike. */
        private String name() {
            return "n" + (1_000 + random.nextInt(9_000));
        }

        private LocalDate day() {
            return FIRST.plusDays(random.nextInt(DAYS));
        }

        private Money money() {
            return new Money(BigDecimal.valueOf(random.nextInt(10_000), 2));
        }

        <T> T one(List<T> things) {
            return things.get(random.nextInt(things.size()));
        }
    }

    private static @Nullable Role role(TimesheetEvent entry) {
        return switch (entry) {
            case TimeLogged logged -> logged.role();
            case TimeCorrected corrected -> corrected.role();
        };
    }

    private record Sum(PartnershipId partnership, boolean spent, boolean cash, BigDecimal amount, LocalDate on) {}

    /** The frozen definitions once more, over the events of one centre in memory. */
    private static final class PlainFold {

        final Map<UUID, String> names = new HashMap<>();
        private final Map<TimeEntryId, TimesheetEvent> entries = new LinkedHashMap<>();
        private final Map<Object, Sum> sums = new LinkedHashMap<>();
        private final Map<String, TreeMap<LocalDate, BigDecimal>> rates = new HashMap<>();
        private final Map<PersonId, Role> staff = new HashMap<>();
        private final Map<PartnershipId, UUID> projects = new LinkedHashMap<>();
        private final Map<PartnershipId, Set<PartnerId>> parties = new LinkedHashMap<>();
        private final Map<PartnerId, PartnerId> doubleOf = new HashMap<>();
        private final List<IntangibleBenefitRated> benefits = new ArrayList<>();

        PlainFold(List<Event> known, EpnId epn) {
            known.stream().filter(event -> event.epnId().equals(epn)).forEach(this::see);
        }

        private void see(Event event) {
            switch (event) {
                case TimesheetEvent entry -> entries.put(entry.entryId(), entry);
                case HourlyRateSet rate ->
                    rates.computeIfAbsent(rate.personId() + "|" + rate.role(), _ -> new TreeMap<>())
                            .put(rate.effectiveFrom(), rate.amount().value());
                case StaffAppointed appointed -> staff.put(appointed.personId(), appointed.role());
                case DirectCostRecorded cost -> spent(cost.id(), cost.costId(), cost.amount(), cost.incurredOn());
                case DirectCostCorrected cost -> spent(cost.id(), cost.costId(), cost.amount(), cost.incurredOn());
                case ContributionReceived receipt ->
                    received(receipt.id(), receipt.receiptId(), receipt.kind(), receipt.amount(), receipt.receivedOn());
                case ReceiptCorrected receipt ->
                    received(receipt.id(), receipt.receiptId(), receipt.kind(), receipt.amount(), receipt.receivedOn());
                case PartnershipProposed proposed -> {
                    projects.put(proposed.id(), proposed.projectId().value());
                    parties.put(proposed.id(), new HashSet<>(proposed.partnerIds()));
                }
                case PartnerJoined joined -> parties(joined.id()).add(joined.partnerId());
                case PartnerLeft left -> parties(left.id()).remove(left.partnerId());
                case PartnerCardAbsorbed absorbed -> doubleOf.put(absorbed.merged(), absorbed.id());
                case PartnerRegistered card -> names.put(card.id().value(), card.name());
                case PartnerRevised card -> names.put(card.id().value(), card.name());
                case ProjectDrafted project -> names.put(project.id().value(), project.name());
                case IntangibleBenefitRated benefit -> benefits.add(benefit);
                default -> {}
            }
        }

        private void spent(PartnershipId partnership, CostId cost, Money amount, LocalDate on) {
            sums.put(cost, new Sum(partnership, true, false, amount.value(), on));
        }

        private void received(
                PartnershipId partnership, ReceiptId receipt, ContributionKind kind, Money amount, LocalDate on) {
            sums.put(receipt, new Sum(partnership, false, kind == ContributionKind.CASH, amount.value(), on));
        }

        private Set<PartnerId> parties(PartnershipId partnership) {
            return parties.computeIfAbsent(partnership, _ -> new HashSet<>());
        }

        /** The card itself and those that took over from it, the one that stands last. */
        private List<PartnerId> succession(PartnerId card) {
            var cards = new ArrayList<>(List.of(card));
            while (doubleOf.containsKey(cards.getLast())) {
                cards.add(doubleOf.get(cards.getLast()));
            }
            return cards;
        }

        boolean takesPart(PartnerId card, PartnershipId partnership) {
            return parties(partnership).stream()
                    .anyMatch(party -> succession(party).contains(card));
        }

        Set<PartnerId> standing(PartnershipId partnership) {
            return parties(partnership).stream()
                    .map(party -> succession(party).getLast())
                    .collect(Collectors.toSet());
        }

        Set<PartnerId> partners() {
            return parties.keySet().stream()
                    .flatMap(id -> standing(id).stream())
                    .collect(Collectors.toSet());
        }

        String name(PartnershipId id) {
            var partners = standing(id).stream()
                    .map(card -> names.get(card.value()))
                    .sorted()
                    .collect(Collectors.joining(", "));
            var called = Stream.of(names.getOrDefault(projects.getOrDefault(id, id.value()), ""), partners)
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(" – "));
            return called.isEmpty() ? "Partenariat" : called;
        }

        private @Nullable BigDecimal rate(TimesheetEvent entry) {
            return Stream.of(entry.personId() + "|null", "null|" + role(entry), "null|" + staff.get(entry.personId()))
                    .map(rates::get)
                    .map(ofWho -> ofWho == null ? null : ofWho.floorEntry(entry.day()))
                    .filter(inForce -> inForce != null)
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }

        Expected figures(Predicate<PartnershipId> scope, Period period) {
            return new Expected(
                    this,
                    entries.values().stream()
                            .filter(entry -> scope.test(entry.partnershipId()) && in(period, entry.day()))
                            .toList(),
                    sums.values().stream()
                            .filter(sum -> scope.test(sum.partnership()) && in(period, sum.on()))
                            .toList(),
                    benefits.stream()
                            .filter(benefit -> scope.test(benefit.id()))
                            .toList());
        }

        private static boolean in(Period period, LocalDate day) {
            return !day.isBefore(period.from()) && !day.isAfter(period.until());
        }
    }

    /** The figures over some entries and sums. */
    private record Expected(
            PlainFold fold, List<TimesheetEvent> worked, List<Sum> sums, List<IntangibleBenefitRated> benefits) {

        private static final BigDecimal SIXTY = new BigDecimal(60);

        private static long minutes(Collection<TimesheetEvent> some) {
            return some.stream().mapToLong(entry -> entry.minutes().value()).sum();
        }

        private BigDecimal sixtieths(Collection<TimesheetEvent> some) {
            var sum = BigDecimal.ZERO;
            for (var entry : some) {
                var rate = fold.rate(entry);
                if (rate != null) {
                    sum = sum.add(
                            rate.multiply(BigDecimal.valueOf(entry.minutes().value())));
                }
            }
            return sum;
        }

        private static BigDecimal rounded(BigDecimal sixtieths) {
            return sixtieths.divide(SIXTY, 2, RoundingMode.HALF_UP);
        }

        private BigDecimal sum(Predicate<Sum> which) {
            return sums.stream().filter(which).map(Sum::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        private BigDecimal cost() {
            return sixtieths(worked).add(sum(Sum::spent).multiply(SIXTY));
        }

        private BigDecimal cash() {
            return sum(Sum::cash);
        }

        private BigDecimal returned() {
            return sum(some -> !some.spent());
        }

        BigDecimal labourCost() {
            return rounded(sixtieths(worked));
        }

        BigDecimal totalReturn() {
            return returned().setScale(2, RoundingMode.UNNECESSARY);
        }

        long unratedMinutes() {
            return minutes(
                    worked.stream().filter(entry -> fold.rate(entry) == null).toList());
        }

        private BigDecimal net() {
            return rounded(returned().multiply(SIXTY).subtract(cost()));
        }

        private @Nullable BigDecimal ratio() {
            return cost().signum() == 0 ? null : returned().multiply(SIXTY).divide(cost(), 4, RoundingMode.HALF_UP);
        }

        private @Nullable BigDecimal returnPerHour() {
            return worked.isEmpty()
                    ? null
                    : returned().multiply(SIXTY).divide(BigDecimal.valueOf(minutes(worked)), 2, RoundingMode.HALF_UP);
        }

        private @Nullable BigDecimal breakEvenHours() {
            var labour = sixtieths(worked);
            return labour.signum() == 0
                    ? null
                    : returned()
                            .subtract(sum(Sum::spent))
                            .multiply(BigDecimal.valueOf(minutes(worked)))
                            .divide(labour, 2, RoundingMode.HALF_UP);
        }

        Ranked ranked(UUID id, String name) {
            return new Ranked(
                    id,
                    name,
                    rounded(BigDecimal.valueOf(minutes(worked))),
                    rounded(cost()),
                    totalReturn(),
                    cash().setScale(2, RoundingMode.UNNECESSARY),
                    net(),
                    ratio(),
                    returnPerHour());
        }

        void agreeWith(TimeCost.Figures figures) {
            var total = figures.total();
            assertThat(total.minutes()).isEqualTo(minutes(worked));
            assertThat(total.unratedMinutes()).isEqualTo(unratedMinutes());
            assertThat(total.labourCost()).isEqualTo(labourCost());
            assertThat(total.directCostsRounded()).isEqualByComparingTo(sum(Sum::spent));
            assertThat(total.totalCost()).isEqualTo(rounded(cost()));
            assertThat(total.cashReturn()).isEqualByComparingTo(cash());
            assertThat(total.inKindReturn()).isEqualByComparingTo(returned().subtract(cash()));
            assertThat(total.totalReturn()).isEqualTo(totalReturn());
            assertThat(total.net()).isEqualTo(net());
            assertThat(total.cashNet()).isEqualTo(rounded(cash().multiply(SIXTY).subtract(cost())));
            assertThat(total.ratio()).isEqualTo(ratio());
            assertThat(total.returnPerHour()).isEqualTo(returnPerHour());
            assertThat(total.breakEvenHours()).isEqualTo(breakEvenHours());
            assertThat(figures.intangible())
                    .extracting(TimeCost.Intangible::kind)
                    .isEqualTo(
                            benefits.stream().map(IntangibleBenefitRated::kind).toList());
            divides(
                    figures.byPhase(),
                    TimesheetEvent::phase,
                    line -> new Line(line.phase(), line.minutes(), line.cost()));
            divides(
                    figures.byPerson(),
                    entry -> entry.personId().value(),
                    line -> new Line(line.personId(), line.minutes(), line.cost()));
            divides(
                    figures.byMonth(),
                    entry -> entry.day().toString().substring(0, 7),
                    line -> new Line(line.month(), line.minutes(), line.cost()));
        }

        private record Line(Object by, long minutes, BigDecimal cost) {}

        private <T> void divides(List<T> lines, Function<TimesheetEvent, Object> by, Function<T, Line> line) {
            var groups = worked.stream().collect(Collectors.groupingBy(by));
            assertThat(lines.stream().map(line))
                    .containsExactlyInAnyOrderElementsOf(groups.entrySet().stream()
                            .map(group -> new Line(
                                    group.getKey(), minutes(group.getValue()), rounded(sixtieths(group.getValue()))))
                            .toList());
        }
    }
}

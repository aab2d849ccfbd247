package org.maillage.query.timecost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
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
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.CostId;
import org.maillage.kernel.partnership.PartnershipEvent.ContributionReceived;
import org.maillage.kernel.partnership.PartnershipEvent.DirectCostRecorded;
import org.maillage.kernel.partnership.PartnershipEvent.PartnershipProposed;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.ReceiptId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectId;
import org.maillage.kernel.timesheet.Phase;
import org.maillage.kernel.timesheet.TimeEntryId;
import org.maillage.kernel.timesheet.TimesheetEvent;
import org.maillage.kernel.timesheet.TimesheetEvent.TimeCorrected;
import org.maillage.kernel.timesheet.TimesheetEvent.TimeLogged;
import org.maillage.kernel.timesheet.TimesheetId;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.ToldFacts;
import org.maillage.query.intake.ToldFacts.Told;

class TimeCostPropertyTest {

    private static final LocalDate FIRST = LocalDate.of(2025, 12, 25);
    private static final int DAYS = 14;
    private static final List<Role> ROLES = List.of(new Role("animatrice"), new Role("responsable"));

    private static final ToldFacts told = new ToldFacts(new TimeCostProjection());
    private static final TimeCost timeCost = new TimeCost(told.client());

    @AfterContainer
    static void close() {
        told.close();
    }

    @Property(tries = 250)
    void figures_from_the_database_are_those_of_a_plain_fold_of_the_events(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 40) int length) {
        var history = new History(new Random(seed), length);
        var facts = history.events.stream().map(told::record).toList();
        var asOf = facts.get(history.founding() + history.random.nextInt(facts.size() - history.founding()));
        var arriving = new ArrayList<>(facts);
        Collections.shuffle(arriving, history.random);
        told.write(arriving);
        var period = history.period();

        for (var instant : List.of(AsOf.NOW, new AsOf(asOf.at()))) {
            var known = facts.stream()
                    .filter(fact -> instant.instant() == null || !fact.at().isAfter(instant.instant()))
                    .toList();
            for (var partnership : history.partnerships) {
                var fold = new PlainFold(known, List.of(partnership), Period.ALWAYS);
                fold.agreesWith(timeCost.ofPartnership(partnership.value(), instant));
            }
            new PlainFold(known, history.partnerships, period)
                    .agreesWith(timeCost.ofEpn(history.epn.value(), period, Ranking.NET, instant)
                            .portfolio()
                            .figures());
        }
    }

    /** A random history of one centre: retroactive rates, changed roles, corrected entries, money. */
    private static final class History {

        final Random random;
        final EpnId epn = new EpnId(Ids.next());
        final List<PartnershipId> partnerships = List.of(new PartnershipId(Ids.next()), new PartnershipId(Ids.next()));
        final List<PersonId> persons =
                List.of(new PersonId(Ids.next()), new PersonId(Ids.next()), new PersonId(Ids.next()));
        final List<Event> events = new ArrayList<>();
        private final List<TimesheetEvent> entries = new ArrayList<>();

        History(Random random, int length) {
            this.random = random;
            events.add(new EpnRegistered(
                    epn,
                    "EPN",
                    LegalForm.ASSOCIATION,
                    null,
                    new CommuneCode("49007"),
                    List.of(),
                    List.of(),
                    null,
                    List.of(),
                    null));
            partnerships.forEach(partnership -> events.add(new PartnershipProposed(
                    partnership,
                    epn,
                    new ProjectId(Ids.next()),
                    List.of(new PartnerId(Ids.next())),
                    persons.getFirst(),
                    List.of(),
                    List.of(),
                    List.of(),
                    null,
                    List.of())));
            for (int i = 0; i < length; i++) {
                events.add(any());
            }
        }

        /** How many facts come before any figure. */
        int founding() {
            return 2;
        }

        Period period() {
            var from = day();
            return Period.of(from, from.plusDays(random.nextInt(DAYS)));
        }

        private Event any() {
            return switch (random.nextInt(10)) {
                case 0, 1 -> rate();
                case 2 -> new StaffAppointed(epn, one(persons), one(ROLES));
                case 3, 4 -> entries.isEmpty() ? logged() : corrected(one(entries));
                case 5 ->
                    new ContributionReceived(
                            one(partnerships),
                            epn,
                            new ReceiptId(Ids.next()),
                            new PledgeId(Ids.next()),
                            random.nextBoolean() ? ContributionKind.CASH : ContributionKind.IN_KIND,
                            money(),
                            day());
                case 6 ->
                    new DirectCostRecorded(one(partnerships), epn, new CostId(Ids.next()), money(), "dépense", day());
                default -> logged();
            };
        }

        private Event rate() {
            var ofPerson = random.nextBoolean();
            return new HourlyRateSet(epn, ofPerson ? one(persons) : null, ofPerson ? null : one(ROLES), money(), day());
        }

        private TimesheetEvent logged() {
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

        private TimesheetEvent corrected(TimesheetEvent entry) {
            return new TimeCorrected(
                    (TimesheetId) entry.id(),
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

        private LocalDate day() {
            return FIRST.plusDays(random.nextInt(DAYS));
        }

        private Money money() {
            return new Money(BigDecimal.valueOf(random.nextInt(10_000), 2));
        }

        private <T> T one(List<T> things) {
            return things.get(random.nextInt(things.size()));
        }
    }

    private static @Nullable Role role(TimesheetEvent entry) {
        return switch (entry) {
            case TimeLogged logged -> logged.role();
            case TimeCorrected corrected -> corrected.role();
        };
    }

    /** The frozen definitions once more, over events in memory. */
    private static final class PlainFold {

        private final Map<TimeEntryId, TimesheetEvent> entries = new HashMap<>();
        private final Map<String, TreeMap<LocalDate, BigDecimal>> rates = new HashMap<>();
        private final Map<PersonId, Role> staff = new HashMap<>();
        private BigDecimal spent = BigDecimal.ZERO;
        private BigDecimal cash = BigDecimal.ZERO;
        private BigDecimal inKind = BigDecimal.ZERO;
        private final List<TimesheetEvent> counted;

        PlainFold(List<Told> known, List<PartnershipId> partnerships, Period period) {
            for (var fact : known) {
                switch (fact.event()) {
                    case TimesheetEvent entry -> entries.put(entry.entryId(), entry);
                    case HourlyRateSet rate ->
                        rates.computeIfAbsent(rate.personId() + "|" + rate.role(), _ -> new TreeMap<>())
                                .put(rate.effectiveFrom(), rate.amount().value());
                    case StaffAppointed appointed -> staff.put(appointed.personId(), appointed.role());
                    case DirectCostRecorded cost
                    when partnerships.contains(cost.id()) && in(period, cost.incurredOn()) ->
                        spent = spent.add(cost.amount().value());
                    case ContributionReceived receipt
                    when partnerships.contains(receipt.id()) && in(period, receipt.receivedOn()) -> {
                        if (receipt.kind() == ContributionKind.CASH) {
                            cash = cash.add(receipt.amount().value());
                        } else {
                            inKind = inKind.add(receipt.amount().value());
                        }
                    }
                    default -> {}
                }
            }
            counted = entries.values().stream()
                    .filter(entry -> partnerships.contains(entry.partnershipId()) && in(period, entry.day()))
                    .toList();
        }

        private static boolean in(Period period, LocalDate day) {
            return !day.isBefore(period.from()) && !day.isAfter(period.until());
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

        private static long minutes(List<TimesheetEvent> some) {
            return some.stream().mapToLong(entry -> entry.minutes().value()).sum();
        }

        private BigDecimal sixtieths(List<TimesheetEvent> some) {
            var sum = BigDecimal.ZERO;
            for (var entry : some) {
                var rate = rate(entry);
                if (rate != null) {
                    sum = sum.add(
                            rate.multiply(BigDecimal.valueOf(entry.minutes().value())));
                }
            }
            return sum;
        }

        private static BigDecimal rounded(BigDecimal sixtieths) {
            return sixtieths.divide(new BigDecimal(60), 2, RoundingMode.HALF_UP);
        }

        void agreesWith(TimeCost.Figures figures) {
            var sums = figures.total();
            var labour = sixtieths(counted);
            var cost = labour.add(spent.multiply(new BigDecimal(60)));
            var back = cash.add(inKind).multiply(new BigDecimal(60));
            var worked = minutes(counted);
            assertThat(sums.minutes()).isEqualTo(worked);
            assertThat(sums.unratedMinutes())
                    .isEqualTo(minutes(counted.stream()
                            .filter(entry -> rate(entry) == null)
                            .toList()));
            assertThat(sums.labourCost()).isEqualTo(rounded(labour));
            assertThat(sums.totalCost()).isEqualTo(rounded(cost));
            assertThat(sums.totalReturn()).isEqualTo(rounded(back));
            assertThat(sums.net()).isEqualTo(rounded(back.subtract(cost)));
            assertThat(sums.cashNet())
                    .isEqualTo(rounded(cash.multiply(new BigDecimal(60)).subtract(cost)));
            assertThat(sums.ratio()).isEqualTo(cost.signum() == 0 ? null : back.divide(cost, 4, RoundingMode.HALF_UP));
            assertThat(sums.returnPerHour())
                    .isEqualTo(worked == 0 ? null : back.divide(BigDecimal.valueOf(worked), 2, RoundingMode.HALF_UP));
            assertThat(sums.breakEvenHours())
                    .isEqualTo(
                            labour.signum() == 0
                                    ? null
                                    : cash.add(inKind)
                                            .subtract(spent)
                                            .multiply(BigDecimal.valueOf(worked))
                                            .divide(labour, 2, RoundingMode.HALF_UP));
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
            var groups = new HashMap<Object, List<TimesheetEvent>>();
            counted.forEach(entry -> groups.computeIfAbsent(by.apply(entry), _ -> new ArrayList<>())
                    .add(entry));
            assertThat(lines.stream().map(line))
                    .containsExactlyInAnyOrderElementsOf(groups.entrySet().stream()
                            .map(group -> new Line(
                                    group.getKey(), minutes(group.getValue()), rounded(sixtieths(group.getValue()))))
                            .toList());
        }
    }
}

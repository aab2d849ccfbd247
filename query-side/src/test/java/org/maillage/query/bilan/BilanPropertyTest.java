package org.maillage.query.bilan;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.Ids;
import org.maillage.kernel.bilan.BilanEvent.*;
import org.maillage.kernel.bilan.BilanId;
import org.maillage.kernel.bilan.BilanState;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.deliverable.DeliverableEvent.*;
import org.maillage.kernel.deliverable.DeliverableId;
import org.maillage.kernel.deliverable.Medium;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.ReceiptId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectId;
import org.maillage.kernel.session.AttendanceEntry;
import org.maillage.kernel.session.AttendanceStatus;
import org.maillage.kernel.session.SessionEvent.*;
import org.maillage.kernel.session.SessionId;
import org.maillage.query.bilan.Bilan.Amendment;
import org.maillage.query.bilan.Bilan.Report;
import org.maillage.query.bilan.Bilan.Sessions;
import org.maillage.query.bilan.Bilan.Statistics;
import org.maillage.query.bilan.Bilan.Version;
import org.maillage.query.bilan.Deliverable.Transmission;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.ToldFacts;
import org.maillage.query.intake.ToldFacts.Told;

/**
 * The oracle is {@link PlainFold}: the definitions over the events themselves, in the order of the ledger, with maps and loops; it
 * shares neither SQL nor tables with what it judges. Histories of several centres are told at once, interleaved, and arrive in any
 * order; a question is about now or about an instant in their midst.
 */
class BilanPropertyTest {

    private static final int CENTRES = 25;
    private static final int MOST_EVENTS = 60;
    private static final LocalDate FIRST = LocalDate.of(2025, 10, 7);
    private static final int SLOTS = 4;
    private static final int MINUTES = 90;

    private static final ToldFacts told = new ToldFacts(new BilanProjection());
    private static final Bilan bilan = new Bilan(told.client());

    @AfterContainer
    static void close() {
        told.close();
    }

    /** 60 tries of 25 centres: 1,500 histories a run. */
    @Property(tries = 60, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void statistics_from_the_database_are_those_of_a_plain_fold_of_the_events(@ForAll long seed) {
        var random = new Random(seed);
        var histories =
                Stream.generate(() -> new History(random)).limit(CENTRES).toList();
        var facts = new ArrayList<Told>();
        histories.forEach(history -> history.founding().map(told::record).forEach(facts::add));
        var founded = facts.size();
        interleaved(histories, random).stream().map(told::record).forEach(facts::add);
        var arriving = new ArrayList<>(facts);
        Collections.shuffle(arriving, random);
        told.write(arriving);
        var midst = new AsOf(facts.get(founded - 1 + random.nextInt(facts.size() - founded + 1))
                .at());

        for (var history : histories) {
            var instant = random.nextBoolean() ? AsOf.NOW : midst;
            var known = facts.stream()
                    .filter(fact -> instant.instant() == null || !fact.at().isAfter(instant.instant()))
                    .filter(fact -> fact.event().epnId().equals(history.epn))
                    .toList();
            var partnership = history.one(history.partnerships);
            new PlainFold(known, partnership::equals).agreesWith(bilan.ofPartnership(partnership.value(), instant));
            var from = FIRST.plusDays(random.nextInt(SLOTS));
            var until = from.plusDays(random.nextInt(SLOTS));
            assertThat(bilan.rate(history.epn.value(), from, until, instant))
                    .isEqualTo(new PlainFold(known, _ -> true).rate(from, until));
        }
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

    /** Sheets, reports and sums as they could be, and a little worse: figures must not depend on what commands refuse. */
    private static final class History {

        final EpnId epn = new EpnId(Ids.next());
        final List<PartnershipId> partnerships;
        final List<Event> events = new ArrayList<>();
        private final Random random;
        private final List<PartnerId> partners = fresh(2, PartnerId::new);
        private final List<PersonId> persons = fresh(5, PersonId::new);
        private final Map<PartnershipId, List<SessionId>> sessions = new HashMap<>();
        private final Map<PartnershipId, BilanId> bilans = new HashMap<>();
        private final Map<PartnershipId, Integer> versions = new HashMap<>();
        private final Map<PartnershipId, List<PledgeId>> pledges = new HashMap<>();
        private final Map<PartnershipId, List<ReceiptId>> receipts = new HashMap<>();
        private final Map<PartnershipId, List<DeliverableId>> deliverables = new HashMap<>();

        History(Random random) {
            this.random = random;
            this.partnerships = fresh(1 + random.nextInt(2), PartnershipId::new);
            for (var partnership : partnerships) {
                sessions.put(partnership, fresh(SLOTS, SessionId::new));
                pledges.put(partnership, fresh(2, PledgeId::new));
                receipts.put(partnership, fresh(2, ReceiptId::new));
                deliverables.put(partnership, fresh(2, DeliverableId::new));
            }
            var length = random.nextInt(MOST_EVENTS);
            while (events.size() < length) {
                events.add(any(one(partnerships)));
            }
        }

        private static <T> List<T> fresh(int many, Function<UUID, T> made) {
            return Stream.generate(() -> made.apply(Ids.next())).limit(many).toList();
        }

        Stream<Event> founding() {
            return partnerships.stream()
                    .map(partnership -> new PartnershipProposed(
                            partnership,
                            epn,
                            new ProjectId(partnership.value()),
                            partners,
                            persons.getFirst(),
                            List.of(),
                            List.of(),
                            List.of(),
                            null,
                            List.of()));
        }

        private static <T> List<T> of(PartnershipId partnership, Map<PartnershipId, List<T>> things) {
            return Objects.requireNonNull(things.get(partnership));
        }

        private Event any(PartnershipId partnership) {
            return switch (random.nextInt(10)) {
                case 0 -> report(partnership);
                case 1 -> contribution(partnership);
                case 2 -> deliverable(partnership);
                default -> sheet(partnership);
            };
        }

        private Event sheet(PartnershipId partnership) {
            var slot = random.nextInt(SLOTS);
            var id = of(partnership, sessions).get(slot);
            var status = one(List.of(AttendanceStatus.values()));
            return switch (random.nextInt(10)) {
                case 0, 1 ->
                    new SessionPlanned(
                            id,
                            partnership,
                            epn,
                            Instant.parse("2025-10-07T12:00:00Z").plus(slot, ChronoUnit.DAYS),
                            new Minutes(MINUTES),
                            null,
                            persons.subList(random.nextInt(3), 3 + random.nextInt(3)),
                            null,
                            random.nextBoolean());
                case 2 -> new SessionHeld(id, partnership, epn);
                case 3 ->
                    random.nextBoolean()
                            ? new SessionCancelled(id, partnership, epn, "panne")
                            : new SessionRescheduled(
                                    id, partnership, epn, new SessionId(Ids.next()), Instant.EPOCH, "grève");
                case 4 -> new HeadcountRecorded(id, partnership, epn, random.nextInt(50));
                case 5 ->
                    random.nextBoolean()
                            ? new SheetClosed(id, partnership, epn)
                            : new ImagesDecided(id, partnership, epn, random.nextBoolean());
                case 6, 7 ->
                    new AttendanceCorrected(
                            id, partnership, epn, one(persons), status, random.nextBoolean(), "relecture");
                default ->
                    new AttendanceRecorded(
                            id,
                            partnership,
                            epn,
                            List.of(new AttendanceEntry(one(persons), status, random.nextBoolean())));
            };
        }

        private Event contribution(PartnershipId partnership) {
            var pledge = one(of(partnership, pledges));
            var receipt = one(of(partnership, receipts));
            var kind = one(List.of(ContributionKind.values()));
            var partner = one(partners);
            return switch (random.nextInt(4)) {
                case 0 ->
                    new ContributionPledged(
                            partnership,
                            epn,
                            pledge,
                            partner,
                            kind,
                            ContributionNature.EQUIPMENT,
                            money(),
                            "promesse",
                            List.of());
                case 1 ->
                    new PledgeAmended(
                            partnership,
                            epn,
                            pledge,
                            partner,
                            kind,
                            ContributionNature.EQUIPMENT,
                            money(),
                            "promesse",
                            "erreur",
                            List.of());
                case 2 -> new ContributionReceived(partnership, epn, receipt, pledge, kind, money(), FIRST);
                default -> new ReceiptCorrected(partnership, epn, receipt, pledge, kind, money(), FIRST, "erreur");
            };
        }

        private Event deliverable(PartnershipId partnership) {
            var id = one(of(partnership, deliverables));
            return switch (random.nextInt(3)) {
                case 0 ->
                    new DeliverableCollected(
                            id,
                            partnership,
                            epn,
                            new ProjectId(partnership.value()),
                            "réalisation " + random.nextInt(100),
                            one(List.of(Medium.values())),
                            List.of(),
                            List.of(),
                            random.nextBoolean() ? null : "CC BY 4.0",
                            "https://exemple.example/" + random.nextInt(100),
                            null);
                case 1 -> new DeliverableLicensed(id, partnership, epn, List.of(), "licence " + random.nextInt(100));
                default ->
                    new DeliverableTransmitted(
                            id,
                            partnership,
                            epn,
                            random.nextBoolean() ? null : one(partners),
                            one(List.of(ImageUser.values())),
                            "contexte " + random.nextInt(100),
                            List.of());
            };
        }

        private Event report(PartnershipId partnership) {
            var id = bilans.get(partnership);
            if (id == null) {
                id = new BilanId(Ids.next());
                bilans.put(partnership, id);
                return new BilanDrafted(id, partnership, epn, partners, "Bilan", null);
            }
            return switch (random.nextInt(6)) {
                case 0 -> new BilanRevised(id, partnership, epn, next(partnership), "Bilan", null);
                case 1 -> new BilanReopened(id, partnership, epn, next(partnership), "à revoir " + random.nextInt(9));
                case 2 -> new BilanAmended(id, partnership, epn, one(partners), "ajout " + random.nextInt(100));
                case 3 -> new BilanFinalised(id, partnership, epn);
                default -> new BilanShared(id, partnership, epn, one(partners), random.nextBoolean());
            };
        }

        private int next(PartnershipId partnership) {
            return 1 + versions.merge(partnership, 1, Integer::sum);
        }

        private Money money() {
            return new Money(BigDecimal.valueOf(random.nextInt(10_000), 2));
        }

        <T> T one(List<T> things) {
            return things.get(random.nextInt(things.size()));
        }
    }

    /** The definitions once more, over the events of some partnerships in memory. */
    private static final class PlainFold {

        private final Map<SessionId, String> states = new HashMap<>();
        private final Map<SessionId, LocalDate> slots = new HashMap<>();
        private final Map<SessionId, Set<PersonId>> awaited = new HashMap<>();
        private final Map<SessionId, Map<PersonId, AttendanceEntry>> sheets = new HashMap<>();
        private final Map<SessionId, Integer> headcounts = new HashMap<>();
        private final Map<PledgeId, BigDecimal> pledged = new HashMap<>();
        private final Map<ReceiptId, BigDecimal> received = new HashMap<>();
        private final Map<DeliverableId, Deliverable> made = new LinkedHashMap<>();
        private @Nullable UUID report;
        private BilanState status = BilanState.DRAFT;
        private final Set<UUID> sharedWith = new LinkedHashSet<>();
        private final List<Amendment> amendments = new ArrayList<>();
        private final List<Version> versions = new ArrayList<>();

        PlainFold(List<Told> known, Predicate<PartnershipId> scope) {
            known.stream()
                    .filter(fact -> scope.test((PartnershipId) fact.event().streamKey()))
                    .forEach(fact -> see(fact.event(), fact.at()));
        }

        private void see(Event event, Instant at) {
            switch (event) {
                case SessionPlanned e -> {
                    states.put(e.id(), "PLANNED");
                    // Midday in Paris: the day is the same everywhere.
                    slots.put(e.id(), LocalDate.parse(e.startsAt().toString().substring(0, 10)));
                    awaited(e.id()).addAll(e.roster());
                }
                case SessionHeld e -> states.put(e.id(), "HELD");
                case SessionCancelled e -> states.put(e.id(), "CANCELLED");
                case SessionRescheduled e -> states.put(e.id(), "RESCHEDULED");
                case HeadcountRecorded e -> headcounts.put(e.id(), e.headcount());
                case AttendanceRecorded e -> e.entries().forEach(entry -> line(e.id(), entry));
                case AttendanceCorrected e ->
                    line(e.id(), new AttendanceEntry(e.personId(), e.status(), e.newAudience()));
                case ContributionPledged e ->
                    pledged.put(e.pledgeId(), e.amount().value());
                case PledgeAmended e -> pledged.put(e.pledgeId(), e.amount().value());
                case ContributionReceived e ->
                    received.put(e.receiptId(), e.amount().value());
                case ReceiptCorrected e ->
                    received.put(e.receiptId(), e.amount().value());
                case DeliverableCollected e ->
                    made.put(
                            e.id(),
                            new Deliverable(
                                    e.id().value(), e.title(), e.medium(), e.licence(), e.url(), e.file(), List.of()));
                case DeliverableLicensed e -> {
                    var before = made.get(e.id());
                    if (before != null) {
                        made.put(e.id(), with(before, e.licence(), before.transmissions()));
                    }
                }
                case DeliverableTransmitted e -> {
                    var before = made.get(e.id());
                    if (before != null) {
                        var to = e.toPartnerId();
                        var sent = new Transmission(to == null ? null : to.value(), e.user(), e.context(), at);
                        made.put(
                                e.id(),
                                with(
                                        before,
                                        before.licence(),
                                        Stream.concat(before.transmissions().stream(), Stream.of(sent))
                                                .toList()));
                    }
                }
                case BilanDrafted e -> written(e.id(), new Version(1, null, at, null));
                case BilanRevised e -> written(e.id(), new Version(e.version(), null, at, null));
                case BilanReopened e -> written(e.id(), new Version(e.version(), null, at, e.reason()));
                case BilanShared e -> {
                    status = BilanState.SHARED;
                    sharedWith.add(e.partnerId().value());
                }
                case BilanAmended e ->
                    amendments.add(new Amendment(
                            e.partnerId().value(),
                            e.text(),
                            at,
                            versions.getLast().number()));
                case BilanFinalised _ -> status = BilanState.FINAL;
                default -> {}
            }
        }

        private static Deliverable with(Deliverable before, @Nullable String licence, List<Transmission> sent) {
            return new Deliverable(
                    before.id(), before.title(), before.medium(), licence, before.url(), before.file(), sent);
        }

        private void written(BilanId id, Version version) {
            report = id.value();
            status = BilanState.DRAFT;
            sharedWith.clear();
            versions.add(version);
        }

        private Set<PersonId> awaited(SessionId session) {
            return awaited.computeIfAbsent(session, _ -> new HashSet<>());
        }

        private void line(SessionId session, AttendanceEntry entry) {
            sheets.computeIfAbsent(session, _ -> new HashMap<>()).put(entry.personId(), entry);
            if (entry.status() == AttendanceStatus.PRESENT) {
                awaited(session).add(entry.personId());
            }
        }

        private long in(String state) {
            return states.values().stream().filter(state::equals).count();
        }

        /** Held sessions whose slot is known: what was never planned belongs to no period. */
        private List<SessionId> held() {
            return states.keySet().stream()
                    .filter(session -> "HELD".equals(states.get(session)) && slots.containsKey(session))
                    .toList();
        }

        private boolean isRecorded(SessionId session) {
            return sheets.containsKey(session) || headcounts.containsKey(session);
        }

        private record Line(PersonId person, AttendanceStatus status, boolean newAudience) {}

        /** One line for everybody who was awaited at a recorded session of a period. */
        private List<Line> lines(LocalDate from, LocalDate until) {
            var lines = new ArrayList<Line>();
            for (var session : held()) {
                var slot = Objects.requireNonNull(slots.get(session));
                if (isRecorded(session) && !slot.isBefore(from) && !slot.isAfter(until)) {
                    var sheet = sheets.getOrDefault(session, Map.of());
                    for (var person : awaited(session)) {
                        var entry = sheet.get(person);
                        lines.add(
                                entry == null
                                        ? new Line(person, AttendanceStatus.ABSENT, false)
                                        : new Line(person, entry.status(), entry.newAudience()));
                    }
                }
            }
            return lines;
        }

        private static long count(List<Line> lines, AttendanceStatus status) {
            return lines.stream().filter(line -> line.status() == status).count();
        }

        @Nullable
        BigDecimal rate(LocalDate from, LocalDate until) {
            var lines = lines(from, until);
            return ratio(count(lines, AttendanceStatus.PRESENT), lines.size());
        }

        void agreesWith(Statistics statistics) {
            assertThat(statistics.sessions())
                    .isEqualTo(new Sessions(
                            in("HELD") + in("CANCELLED") + in("PLANNED"),
                            in("HELD"),
                            in("CANCELLED"),
                            in("RESCHEDULED"),
                            held().stream()
                                    .filter(session -> !isRecorded(session))
                                    .count()));
            var lines = lines(LocalDate.MIN, LocalDate.MAX);
            var present = count(lines, AttendanceStatus.PRESENT);
            var excused = count(lines, AttendanceStatus.EXCUSED);
            var attendance = statistics.attendance();
            assertThat(attendance.expected()).isEqualTo(lines.size());
            assertThat(attendance.present()).isEqualTo(present);
            assertThat(attendance.excused()).isEqualTo(excused);
            assertThat(attendance.absent()).isEqualTo(count(lines, AttendanceStatus.ABSENT));
            assertThat(attendance.rate()).isEqualTo(ratio(present, lines.size()));
            assertThat(attendance.rateExcludingExcused()).isEqualTo(ratio(present, lines.size() - excused));
            assertThat(attendance.personHours())
                    .isEqualTo(
                            BigDecimal.valueOf(present * MINUTES).divide(new BigDecimal(60), 2, RoundingMode.HALF_UP));
            assertThat(attendance.newAudience())
                    .isEqualTo(lines.stream()
                            .filter(line -> line.status() == AttendanceStatus.PRESENT && line.newAudience())
                            .map(Line::person)
                            .distinct()
                            .count());
            assertThat(attendance.openEventHeadcount())
                    .isEqualTo(held().stream()
                            .mapToInt(session -> headcounts.getOrDefault(session, 0))
                            .sum());
            assertThat(statistics.contributions()).isEqualTo(new Bilan.Contributions(sum(pledged), sum(received)));
            assertThat(statistics.deliverables()).isEqualTo(List.copyOf(made.values()));
            assertThat(statistics.report())
                    .isEqualTo(
                            report == null
                                    ? null
                                    : new Report(
                                            report,
                                            status,
                                            versions.getLast().number(),
                                            List.copyOf(sharedWith),
                                            amendments,
                                            versions));
        }

        private static BigDecimal sum(Map<?, BigDecimal> amounts) {
            return amounts.values().stream()
                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                    .setScale(2, RoundingMode.UNNECESSARY);
        }

        private static @Nullable BigDecimal ratio(long part, long whole) {
            return whole == 0
                    ? null
                    : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP);
        }
    }
}

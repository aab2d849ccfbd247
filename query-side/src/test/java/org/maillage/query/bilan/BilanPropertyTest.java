package org.maillage.query.bilan;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.Ids;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.AttendanceEntry;
import org.maillage.kernel.session.AttendanceStatus;
import org.maillage.kernel.session.SessionEvent.*;
import org.maillage.kernel.session.SessionId;
import org.maillage.query.CaseA;
import org.maillage.query.bilan.Bilan.Statistics;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.ToldFacts;

class BilanPropertyTest {

    private static final ToldFacts told = new ToldFacts(new BilanProjection());
    private static final Bilan bilan = new Bilan(told.client());

    @AfterContainer
    static void close() {
        told.close();
    }

    @Property(tries = 200)
    void attendance_from_the_database_is_that_of_a_plain_fold_of_the_events(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 40) int length) {
        var random = new Random(seed);
        var it = new CaseA();
        var events = new ArrayList<Event>(List.of(it.proposed()));
        for (int i = 0; i < length; i++) {
            events.add(any(it, random));
        }
        var facts = events.stream().map(told::record).toList();
        told.write(facts.reversed());
        var known = random.nextInt(facts.size()) + 1;

        new PlainFold(events).agreesWith(bilan.ofPartnership(it.partnership.value(), AsOf.NOW));
        new PlainFold(events.subList(0, known))
                .agreesWith(bilan.ofPartnership(
                        it.partnership.value(), new AsOf(facts.get(known - 1).at())));
    }

    /** Sheets as they could be, and a little worse: the figures must not depend on what commands refuse. */
    private static Event any(CaseA it, Random random) {
        var sheets = new Sheets(it);
        var session = random.nextInt(4);
        var id = it.sessions.get(session);
        var person = it.learners.get(random.nextInt(6));
        var status = AttendanceStatus.values()[random.nextInt(3)];
        return switch (random.nextInt(9)) {
            case 0, 1 -> sheets.planned(session, it.learners.subList(random.nextInt(3), 3 + random.nextInt(3)));
            case 2 -> sheets.held(session);
            case 3 ->
                random.nextBoolean()
                        ? new SessionCancelled(id, it.partnership, it.epn, "panne")
                        : new SessionRescheduled(
                                id, it.partnership, it.epn, new SessionId(Ids.next()), Instant.EPOCH, "grève");
            case 4 -> new HeadcountRecorded(id, it.partnership, it.epn, random.nextInt(50));
            case 5 ->
                new AttendanceCorrected(id, it.partnership, it.epn, person, status, random.nextBoolean(), "relecture");
            default -> sheets.recorded(session, person, status, random.nextBoolean());
        };
    }

    private static final class PlainFold {

        private final Map<SessionId, String> states = new HashMap<>();
        private final Set<SessionId> planned = new HashSet<>();
        private final Map<SessionId, Set<String>> rosters = new HashMap<>();
        private final Map<SessionId, Map<String, AttendanceEntry>> sheets = new HashMap<>();
        private final Map<SessionId, Integer> headcounts = new HashMap<>();

        PlainFold(List<Event> events) {
            for (var event : events) {
                switch (event) {
                    case SessionPlanned e -> {
                        states.put(e.id(), "PLANNED");
                        planned.add(e.id());
                        e.roster().forEach(person -> expect(e.id(), person));
                    }
                    case SessionHeld e -> states.put(e.id(), "HELD");
                    case SessionCancelled e -> states.put(e.id(), "CANCELLED");
                    case SessionRescheduled e -> states.put(e.id(), "RESCHEDULED");
                    case HeadcountRecorded e -> headcounts.put(e.id(), e.headcount());
                    case AttendanceRecorded e -> e.entries().forEach(entry -> line(e.id(), entry));
                    case AttendanceCorrected e ->
                        line(e.id(), new AttendanceEntry(e.personId(), e.status(), e.newAudience()));
                    default -> {}
                }
            }
        }

        private void expect(SessionId session, PersonId person) {
            rosters.computeIfAbsent(session, _ -> new TreeSet<>()).add(person.toString());
        }

        private void line(SessionId session, AttendanceEntry entry) {
            sheets.computeIfAbsent(session, _ -> new HashMap<>())
                    .put(entry.personId().toString(), entry);
            if (entry.status() == AttendanceStatus.PRESENT) {
                expect(session, entry.personId());
            }
        }

        private long in(String state) {
            return states.values().stream().filter(state::equals).count();
        }

        private Stream<SessionId> recorded() {
            return states.keySet().stream()
                    .filter(session -> "HELD".equals(states.get(session)))
                    .filter(session -> sheets.containsKey(session) || headcounts.containsKey(session))
                    // What was never planned has no slot and belongs to no period.
                    .filter(planned::contains);
        }

        private long with(@Nullable AttendanceStatus status) {
            return recorded()
                    .flatMap(session ->
                            rosters.getOrDefault(session, Set.of()).stream().map(person -> statusOf(session, person)))
                    .filter(found -> status == null || status == found)
                    .count();
        }

        private AttendanceStatus statusOf(SessionId session, String person) {
            var entry = sheets.getOrDefault(session, Map.of()).get(person);
            return entry == null ? AttendanceStatus.ABSENT : entry.status();
        }

        void agreesWith(Statistics statistics) {
            var sessions = statistics.sessions();
            assertThat(sessions.held()).isEqualTo(in("HELD"));
            assertThat(sessions.cancelled()).isEqualTo(in("CANCELLED"));
            assertThat(sessions.rescheduled()).isEqualTo(in("RESCHEDULED"));
            assertThat(sessions.planned()).isEqualTo(in("HELD") + in("CANCELLED") + in("PLANNED"));
            var attendance = statistics.attendance();
            var expected = with(null);
            var present = with(AttendanceStatus.PRESENT);
            var excused = with(AttendanceStatus.EXCUSED);
            assertThat(attendance.expected()).isEqualTo(expected);
            assertThat(attendance.present()).isEqualTo(present);
            assertThat(attendance.excused()).isEqualTo(excused);
            assertThat(attendance.absent()).isEqualTo(expected - present - excused);
            assertThat(attendance.rate()).isEqualTo(ratio(present, expected));
            assertThat(attendance.rateExcludingExcused()).isEqualTo(ratio(present, expected - excused));
            assertThat(attendance.personHours())
                    .isEqualTo(BigDecimal.valueOf(present * 90).divide(new BigDecimal(60), 2, RoundingMode.HALF_UP));
        }

        private static @Nullable BigDecimal ratio(long part, long whole) {
            return whole == 0
                    ? null
                    : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP);
        }
    }
}

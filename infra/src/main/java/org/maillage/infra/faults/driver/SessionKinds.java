package org.maillage.infra.faults.driver;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.maillage.infra.faults.driver.Centre.Person;
import org.maillage.infra.faults.driver.Partnership.Entry;
import org.maillage.infra.faults.driver.Partnership.Session;

/** What everybody does every day: sessions, sheets, hours. */
final class SessionKinds {

    private static final List<String> PHASES = List.of(
            "PROSPECTING", "NEGOTIATION", "DRAFTING", "PREPARATION", "DELIVERY", "DELIVERY", "FOLLOW_UP", "BILAN");
    private static final List<String> STATUSES = List.of("PRESENT", "PRESENT", "PRESENT", "EXCUSED", "ABSENT");

    private final World world;
    private final Draw draw;

    SessionKinds(World world) {
        this.world = world;
        this.draw = world.draw;
    }

    List<Kind> kinds() {
        return List.of(
                new Kind("/sessions", 35, this::plan),
                new Kind("/session-series", 5, this::planSeries),
                new Kind("/sessions/{id}/rescheduling", 6, this::reschedule),
                new Kind("/sessions/{id}/cancellation", 4, this::cancel),
                new Kind("/sessions/{id}/images", 4, this::images),
                new Kind("/sessions/{id}/held", 50, this::hold),
                new Kind("/sessions/{id}/attendance", 60, this::attend),
                new Kind("/sessions/{id}/attendance-corrections", 12, this::correctAttendance),
                new Kind("/sessions/{id}/sheet-closure", 25, this::close),
                new Kind("/time-entries", 120, this::log),
                new Kind("/time-entry-batches", 15, this::logSeveral),
                new Kind("/time-entries/{id}/corrections", 20, this::correctTime));
    }

    private @Nullable Ask plan() {
        var partnership = world.partnership(Partnership::acceptsSessions);
        if (partnership == null) {
            return null;
        }
        var startsAt = startsAt();
        var roster = roster(partnership);
        return Ask.to("/sessions")
                .with("partnershipId", partnership)
                .with("startsAt", startsAt)
                .with("minutes", draw.oneOf(60, 90, 120, 180))
                .with("place", draw.chance(70) ? draw.text("Salle") : null)
                .with("roster", roster)
                .with("imagesTaken", draw.chance(20) ? true : null)
                .among(partnership)
                .expecting("SessionPlanned")
                .readNew()
                .then(answer -> keep(partnership, new Session(answer.id(), partnership, startsAt, roster), answer));
    }

    /** Mostly paper that is entered afterwards. */
    private Instant startsAt() {
        return draw.chance(85) ? draw.pastInstant() : draw.futureInstant();
    }

    private List<Person> roster(Partnership partnership) {
        return draw.chance(15) ? List.of() : world.visitors(partnership.centre, draw.between(1, 8));
    }

    private static void keep(Partnership partnership, Session session, Answer answer) {
        session.learns(answer);
        PartnershipKinds.keep(partnership.sessions, session);
    }

    private @Nullable Ask planSeries() {
        var partnership = world.partnership(Partnership::acceptsSessions);
        if (partnership == null) {
            return null;
        }
        var startsAt = draw.pastInstant();
        var roster = roster(partnership);
        return Ask.to("/session-series")
                .with("partnershipId", partnership)
                .with("startsAt", startsAt)
                .with("frequency", draw.oneOf("WEEKLY", "FORTNIGHTLY", "MONTHLY"))
                .with("count", draw.between(2, 6))
                .with("minutes", 90)
                .with("roster", roster)
                .among(partnership)
                .expecting("SessionSeriesPlanned")
                .then(answer -> PartnershipKinds.keep(
                        partnership.sessions,
                        new Session(
                                answer.body().path("sessionIds").path(0).asString(), partnership, startsAt, roster)));
    }

    private @Nullable Session session(Predicate<? super Session> such) {
        var partnership = world.partnership(some -> some.acceptsSessions() && !some.sessions.isEmpty());
        return partnership == null ? null : draw.oneOf(partnership.sessions, some -> some.isFree() && such.test(some));
    }

    private static boolean isPlanned(Session session) {
        return session.state == Session.Course.PLANNED;
    }

    private @Nullable Ask reschedule() {
        var session = session(SessionKinds::isPlanned);
        if (session == null) {
            return null;
        }
        var startsAt = startsAt();
        return Ask.to("/sessions/{id}/rescheduling", session)
                .with("startsAt", startsAt)
                .with("reason", draw.text("Le lieu était fermé"))
                .alone(session)
                .among(session.partnership)
                .expecting("SessionRescheduled")
                .then(answer -> {
                    session.state = Session.Course.OVER;
                    session.partnership.sessions.remove(session);
                    PartnershipKinds.keep(
                            session.partnership.sessions,
                            new Session(answer.text("rescheduledAs"), session.partnership, startsAt, session.roster));
                });
    }

    private @Nullable Ask cancel() {
        var session = session(SessionKinds::isPlanned);
        return session == null
                ? null
                : Ask.to("/sessions/{id}/cancellation", session)
                        .with("reason", draw.text("Intervenant malade"))
                        .alone(session)
                        .among(session.partnership)
                        .expecting("SessionCancelled")
                        .then(_ -> {
                            session.state = Session.Course.OVER;
                            session.partnership.sessions.remove(session);
                        });
    }

    private @Nullable Ask images() {
        var session = session(some -> some.state != Session.Course.OVER);
        return session == null
                ? null
                : Ask.to("/sessions/{id}/images", session)
                        .with("imagesTaken", draw.chance(50))
                        .alone(session)
                        .among(session.partnership);
    }

    private @Nullable Ask hold() {
        var session = session(some -> isPlanned(some)
                && some.startsAt.isBefore(draw.today().atStartOfDay().toInstant(ZoneOffset.UTC)));
        return session == null
                ? null
                : Ask.to("/sessions/{id}/held", session)
                        .alone(session)
                        .among(session.partnership)
                        .expecting("SessionHeld")
                        .then(_ -> session.state = Session.Course.HELD)
                        .readBack(
                                "/sessions/" + session.id,
                                "state HELD",
                                body -> body.path("state").asString("").equals("HELD"));
    }

    private @Nullable Ask attend() {
        var session = session(some -> some.state == Session.Course.HELD && !some.recorded && !some.closed);
        if (session == null) {
            return null;
        }
        var ask = Ask.to("/sessions/{id}/attendance", session)
                .alone(session)
                .among(session.partnership)
                .then(_ -> session.recorded = true);
        if (session.roster.isEmpty()) {
            return ask.with("headcount", draw.between(1, 80)).expecting("HeadcountRecorded");
        }
        var entries = new ArrayList<Map<String, Object>>();
        for (var person : session.roster) {
            if (person.stays()) {
                var entry = new LinkedHashMap<String, Object>();
                entry.put("personId", person);
                entry.put("status", draw.oneOf(STATUSES));
                if (draw.chance(15)) {
                    entry.put("newAudience", true);
                }
                entries.add(entry);
            }
        }
        if (entries.isEmpty()) {
            return null;
        }
        return ask.with("entries", entries).expecting("AttendanceRecorded");
    }

    private @Nullable Ask correctAttendance() {
        var session = session(some -> some.state == Session.Course.HELD && some.recorded && !some.roster.isEmpty());
        return session == null
                ? null
                : Ask.to("/sessions/{id}/attendance-corrections", session)
                        .with("personId", draw.oneOf(session.roster))
                        .with("status", draw.oneOf(STATUSES))
                        .with("reason", draw.text("Feuille relue"))
                        .alone(session)
                        .among(session.partnership);
    }

    private @Nullable Ask close() {
        var session = session(some -> some.state == Session.Course.HELD && some.recorded && !some.closed);
        return session == null
                ? null
                : Ask.to("/sessions/{id}/sheet-closure", session)
                        .alone(session)
                        .among(session.partnership)
                        .expecting("SheetClosed")
                        .then(_ -> session.closed = true);
    }

    private @Nullable Ask log() {
        var partnership = world.partnership(some -> some.state != Partnership.State.FOLLOWED_UP);
        if (partnership == null) {
            return null;
        }
        var person = world.staff(partnership.centre);
        if (draw.chance(3)) {
            // Nobody works so much in a day: one of both is refused.
            var day = draw.today().minusDays(700 + draw.number() % 3_000);
            return time(partnership, person, day, 800).against(time(partnership, person, day, 801));
        }
        // Many write in the sheet of this month.
        var day = draw.chance(20) ? draw.today().minusDays(draw.between(1, 20)) : draw.pastDay();
        return time(partnership, person, day, draw.between(1, 8) * 5);
    }

    private Ask time(Partnership partnership, Person person, LocalDate day, int minutes) {
        return Ask.to("/time-entries")
                .with("personId", person)
                .with("role", draw.chance(30) ? draw.oneOf(CentreKinds.ROLES) : null)
                .with("partnershipId", partnership)
                .with("phase", draw.oneOf(PHASES))
                .with("day", day)
                .with("minutes", minutes)
                .with("note", draw.chance(20) ? draw.text("Note") : null)
                .among(partnership)
                .expecting("TimeLogged")
                .readNew()
                .then(answer -> PartnershipKinds.keep(partnership.entries, new Entry(answer.id(), day, minutes)));
    }

    private @Nullable Ask logSeveral() {
        var partnership = world.partnership(some -> some.state != Partnership.State.FOLLOWED_UP);
        if (partnership == null) {
            return null;
        }
        var month = draw.pastDay().withDayOfMonth(1);
        var days = new HashSet<Integer>();
        var entries = new ArrayList<Map<String, Object>>();
        for (int i = draw.between(1, 5); i > 0; i--) {
            var day = draw.between(1, month.lengthOfMonth());
            if (days.add(day) && month.withDayOfMonth(day).isBefore(draw.today())) {
                entries.add(Map.of(
                        "partnershipId",
                        partnership,
                        "phase",
                        draw.oneOf(PHASES),
                        "day",
                        month.withDayOfMonth(day),
                        "minutes",
                        draw.between(1, 8) * 5));
            }
        }
        if (entries.isEmpty()) {
            return null;
        }
        var ask = Ask.to("/time-entry-batches")
                .with("personId", world.staff(partnership.centre))
                .with("entries", entries)
                .among(partnership);
        return entries.size() == 1 ? ask.expecting("TimeLogged") : ask;
    }

    private @Nullable Ask correctTime() {
        var partnership = world.partnership(some -> !some.entries.isEmpty());
        var entry = partnership == null
                ? null
                : draw.oneOf(partnership.entries, some -> some.isFree() && some.minutes < 100);
        if (partnership == null || entry == null) {
            return null;
        }
        var minutes = entry.minutes + draw.between(1, 9);
        return Ask.to("/time-entries/{id}/corrections", entry)
                .with("minutes", minutes)
                .with("phase", draw.chance(30) ? draw.oneOf(PHASES) : null)
                .with("reason", draw.text("Erreur de saisie"))
                .alone(entry)
                .among(partnership)
                .expecting("TimeCorrected")
                .then(_ -> entry.minutes = minutes)
                .readBack(
                        "/time-entries/" + entry.id,
                        minutes + " minutes",
                        body -> body.path("minutes").asInt(-1) == minutes);
    }
}

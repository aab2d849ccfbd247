package org.maillage.command.session;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Adds;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.session.SessionCommand.*;
import org.maillage.kernel.Ids;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.AttendanceEntry;
import org.maillage.kernel.session.AttendanceStatus;
import org.maillage.kernel.session.SeriesFrequency;
import org.maillage.kernel.session.SessionId;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.Violation;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class SessionController {

    private final Answers answers;
    private final Clock clock;

    SessionController(Answers answers, Clock clock) {
        this.answers = answers;
        this.clock = clock;
    }

    record PlanBody(
            @NotNull PartnershipId partnershipId,
            @NotNull Instant startsAt,
            @NotNull Minutes minutes,
            @Nullable @Size(max = 300) String place,
            @NotNull List<@NotNull PersonId> roster,
            @Nullable Boolean imagesTaken) {}

    @PostMapping("/api/v1/sessions")
    ResponseEntity<Accepted> plan(@RequestBody PlanBody body, Request request) {
        var id = new SessionId(Ids.next());
        return answers.created(
                "/api/v1/sessions/" + id,
                new PlanSession(
                        id,
                        body.partnershipId(),
                        body.startsAt(),
                        body.minutes(),
                        body.place(),
                        body.roster(),
                        Boolean.TRUE.equals(body.imagesTaken())),
                request);
    }

    record SeriesBody(
            @NotNull PartnershipId partnershipId,
            @NotNull Instant startsAt,
            @NotNull SeriesFrequency frequency,
            @NotNull @Min(2) @Max(100) Integer count,
            @NotNull Minutes minutes,
            @Nullable @Size(max = 300) String place,
            @NotNull List<@NotNull PersonId> roster,
            @Nullable Boolean imagesTaken) {}

    @PostMapping("/api/v1/session-series")
    @Adds(SeriesPlanned.class)
    ResponseEntity<Accepted> planSeries(@RequestBody SeriesBody body, Request request) {
        var sessions = Stream.generate(() -> new SessionId(Ids.next()))
                .limit(body.count())
                .toList();
        return answers.created(
                "/api/v1/sessions/" + sessions.getFirst(),
                new PlanSessionSeries(
                        sessions.getFirst(),
                        body.partnershipId(),
                        body.startsAt(),
                        body.frequency(),
                        sessions,
                        body.minutes(),
                        body.place(),
                        body.roster(),
                        Boolean.TRUE.equals(body.imagesTaken())),
                request);
    }

    record ImagesBody(@NotNull Boolean imagesTaken) {}

    @PostMapping("/api/v1/sessions/{id}/images")
    ResponseEntity<Accepted> decideImages(@PathVariable SessionId id, @RequestBody ImagesBody body, Request request) {
        return answers.ok(new DecideImages(id, body.imagesTaken()), request);
    }

    record ReschedulingBody(
            @NotNull Instant startsAt,
            @NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/sessions/{id}/rescheduling")
    @Adds(Rescheduled.class)
    ResponseEntity<Accepted> reschedule(
            @PathVariable SessionId id, @RequestBody ReschedulingBody body, Request request) {
        return answers.ok(
                new RescheduleSession(id, new SessionId(Ids.next()), body.startsAt(), body.reason()), request);
    }

    record CancellationBody(@NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/sessions/{id}/cancellation")
    ResponseEntity<Accepted> cancel(@PathVariable SessionId id, @RequestBody CancellationBody body, Request request) {
        return answers.ok(new CancelSession(id, body.reason()), request);
    }

    @PostMapping("/api/v1/sessions/{id}/held")
    ResponseEntity<Accepted> hold(@PathVariable SessionId id, Request request) {
        return answers.ok(new HoldSession(id, clock.instant()), request);
    }

    record EntryBody(
            @NotNull PersonId personId,
            @NotNull AttendanceStatus status,
            @Nullable Boolean newAudience) {}

    record AttendanceBody(
            @Nullable @Size(min = 1) List<@NotNull @Valid EntryBody> entries,
            @Nullable @Min(0) @Max(100_000) Integer headcount) {}

    @PostMapping("/api/v1/sessions/{id}/attendance")
    ResponseEntity<Accepted> recordAttendance(
            @PathVariable SessionId id, @RequestBody AttendanceBody body, Request request) {
        if (body.entries() != null && body.headcount() == null) {
            return answers.ok(new RecordAttendance(id, lines(body.entries())), request);
        }
        if (body.headcount() != null && body.entries() == null) {
            return answers.ok(new RecordHeadcount(id, body.headcount()), request);
        }
        throw InvalidRequest.body(
                List.of(new Violation("entries", "Indiquez soit les présences, soit un comptage, mais pas les deux.")));
    }

    private static List<AttendanceEntry> lines(List<EntryBody> entries) {
        var lines = new LinkedHashMap<PersonId, AttendanceEntry>();
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            var line = new AttendanceEntry(entry.personId(), entry.status(), Boolean.TRUE.equals(entry.newAudience()));
            var before = lines.putIfAbsent(entry.personId(), line);
            if (before != null && !before.equals(line)) {
                throw InvalidRequest.body(List.of(new Violation(
                        "entries[" + i + "].personId", "La même personne figure deux fois, différemment.")));
            }
        }
        return List.copyOf(lines.values());
    }

    record AttendanceCorrectionBody(
            @NotNull PersonId personId,
            @NotNull AttendanceStatus status,
            @Nullable Boolean newAudience,
            @NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/sessions/{id}/attendance-corrections")
    ResponseEntity<Accepted> correctAttendance(
            @PathVariable SessionId id, @RequestBody AttendanceCorrectionBody body, Request request) {
        return answers.ok(
                new CorrectAttendance(id, body.personId(), body.status(), body.newAudience(), body.reason()), request);
    }

    @PostMapping("/api/v1/sessions/{id}/sheet-closure")
    ResponseEntity<Accepted> closeSheet(@PathVariable SessionId id, Request request) {
        return answers.ok(new CloseSheet(id), request);
    }
}

package org.maillage.command.timesheet;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Adds;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.ledger.Claims;
import org.maillage.command.ledger.Look;
import org.maillage.command.timesheet.TimesheetCommand.*;
import org.maillage.kernel.Ids;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.timesheet.Phase;
import org.maillage.kernel.timesheet.TimeEntryId;
import org.maillage.kernel.timesheet.TimesheetEvent;
import org.maillage.kernel.timesheet.TimesheetId;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.Violation;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class TimesheetController {

    private final Answers answers;
    private final Claims claims;
    private final Look look;

    TimesheetController(Answers answers, Claims claims, Look look) {
        this.answers = answers;
        this.claims = claims;
        this.look = look;
    }

    record TimeEntryBody(
            @NotNull PersonId personId,
            @Nullable Role role,
            @NotNull PartnershipId partnershipId,
            @NotNull Phase phase,
            @NotNull @PastOrPresent LocalDate day,
            @NotNull Minutes minutes,
            @Nullable @Size(max = 2_000) String note) {}

    @PostMapping("/api/v1/time-entries")
    ResponseEntity<Accepted> log(@RequestBody TimeEntryBody body, Request request) {
        var entry = new TimeEntryId(Ids.next());
        return answers.created(
                "/api/v1/time-entries/" + entry,
                entry,
                new LogTime(
                        TimesheetId.of(body.personId(), YearMonth.from(body.day())),
                        entry,
                        body.personId(),
                        body.role(),
                        body.partnershipId(),
                        body.phase(),
                        body.day(),
                        body.minutes(),
                        body.note()),
                request);
    }

    record LineBody(
            @NotNull PartnershipId partnershipId,
            @NotNull Phase phase,
            @NotNull @PastOrPresent LocalDate day,
            @NotNull Minutes minutes,
            @Nullable @Size(max = 2_000) String note) {}

    record BatchBody(
            @NotNull PersonId personId,
            @Nullable Role role,
            @NotNull @Size(min = 1, max = 200) List<@NotNull @Valid LineBody> entries) {}

    @PostMapping("/api/v1/time-entry-batches")
    @Adds(TimesLogged.class)
    ResponseEntity<Accepted> logSeveral(@RequestBody BatchBody body, Request request) {
        var month = YearMonth.from(body.entries().getFirst().day());
        var violations = IntStream.range(0, body.entries().size())
                .filter(i -> !YearMonth.from(body.entries().get(i).day()).equals(month))
                .mapToObj(i -> new Violation(
                        "entries[" + i + "].day", "Les saisies envoyées ensemble portent sur un même mois."))
                .toList();
        if (!violations.isEmpty()) {
            throw InvalidRequest.body(violations);
        }
        var lines = body.entries().stream()
                .map(entry -> new Line(
                        new TimeEntryId(Ids.next()),
                        entry.partnershipId(),
                        entry.phase(),
                        entry.day(),
                        entry.minutes(),
                        entry.note()))
                .toList();
        var first = lines.getFirst().entryId();
        return answers.created(
                "/api/v1/time-entries/" + first,
                first,
                new LogTimes(TimesheetId.of(body.personId(), month), body.personId(), body.role(), lines),
                request);
    }

    record TimeCorrectionBody(
            @Nullable Minutes minutes,
            @Nullable Phase phase,
            @Nullable @PastOrPresent LocalDate day,
            @NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/time-entries/{id}/corrections")
    ResponseEntity<Accepted> correct(
            @PathVariable TimeEntryId id, @RequestBody TimeCorrectionBody body, Request request) {
        if (body.minutes() == null && body.phase() == null && body.day() == null) {
            throw InvalidRequest.body(List.of(
                    new Violation("minutes", "Indiquez au moins ce qui change : la durée, la phase ou la date.")));
        }
        var timesheet = claims.owner(Timesheet.ENTRY_CLAIM, id.toString());
        var person = timesheet == null ? null : personOf(new TimesheetId(timesheet));
        if (timesheet == null || person == null) {
            throw new UnknownTimeEntry();
        }
        return answers.ok(
                id,
                new CorrectTime(
                        new TimesheetId(timesheet),
                        person,
                        id,
                        body.minutes(),
                        body.phase(),
                        body.day(),
                        body.reason()),
                request);
    }

    private @Nullable PersonId personOf(TimesheetId timesheet) {
        return look.<TimesheetEvent, PersonId>state(timesheet, TimesheetEvent.class, (_, event) -> event.personId());
    }
}

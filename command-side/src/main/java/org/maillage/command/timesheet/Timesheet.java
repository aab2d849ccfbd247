package org.maillage.command.timesheet;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Known;
import org.maillage.command.UnknownReference.UnknownPartnership;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.ledger.Claims;
import org.maillage.command.ledger.Look;
import org.maillage.command.timesheet.TimesheetCommand.*;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.timesheet.Phase;
import org.maillage.kernel.timesheet.TimeEntryId;
import org.maillage.kernel.timesheet.TimesheetEvent;
import org.maillage.kernel.timesheet.TimesheetEvent.*;
import org.maillage.kernel.timesheet.TimesheetId;

@Aggregate
final class Timesheet {

    static final String ENTRY_CLAIM = "time-entry";

    /** An entry as it stands after its corrections. */
    private record Entry(
            PartnershipId partnershipId,
            EpnId epnId,
            @Nullable Role role,
            Phase phase,
            LocalDate day,
            Minutes minutes) {}

    @AggregateIdentifier
    private TimesheetId id;

    private PersonId personId;
    private final Map<TimeEntryId, Entry> entries = new HashMap<>();

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(LogTime command, Look look, Claims claims) {
        log(
                command.id(),
                command.personId(),
                command.role(),
                new Line(
                        command.entryId(),
                        command.partnershipId(),
                        command.phase(),
                        command.day(),
                        command.minutes(),
                        command.note()),
                look,
                claims);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    TimesLogged handle(LogTimes command, Look look, Claims claims) {
        requireOneCentre(command.lines(), look);
        // A line that was applied counts for the next one's day; a refusal takes all of them back.
        command.lines().forEach(line -> log(command.id(), command.personId(), command.role(), line, look, claims));
        return new TimesLogged(command.lines().stream().map(Line::entryId).toList());
    }

    /** What the first one belongs to is where the person who asks was let in. */
    private static void requireOneCentre(List<Line> lines, Look look) {
        var centre = Known.partnership(look, lines.getFirst().partnershipId()).epnId();
        lines.forEach(line -> {
            if (!Known.partnership(look, line.partnershipId()).epnId().equals(centre)) {
                throw new UnknownPartnership();
            }
        });
    }

    private void log(TimesheetId sheet, PersonId person, @Nullable Role role, Line line, Look look, Claims claims) {
        var partnership = Known.partnership(look, line.partnershipId());
        if (!partnership.acceptsTime()) {
            throw new WrongPartnershipState(partnership.state());
        }
        Known.person(look, person, partnership.epnId());
        requireRoom(line.entryId(), line.day(), line.minutes());
        // A correction names the entry alone: the claim tells which timesheet it lies in.
        claims.take(ENTRY_CLAIM, line.entryId().toString(), sheet, IllegalStateException::new);
        apply(new TimeLogged(
                sheet,
                line.partnershipId(),
                partnership.epnId(),
                line.entryId(),
                person,
                role,
                line.phase(),
                line.day(),
                line.minutes(),
                line.note()));
    }

    @CommandHandler
    void handle(CorrectTime command) {
        var entry = entries.get(command.entryId());
        if (entry == null || !command.personId().equals(personId)) {
            throw new UnknownTimeEntry();
        }
        var corrected = new Entry(
                entry.partnershipId(),
                entry.epnId(),
                entry.role(),
                command.phase() == null ? entry.phase() : command.phase(),
                command.day() == null ? entry.day() : command.day(),
                command.minutes() == null ? entry.minutes() : command.minutes());
        if (corrected.equals(entry)) {
            return;
        }
        if (!YearMonth.from(corrected.day()).equals(YearMonth.from(entry.day()))) {
            throw new DayInAnotherMonth();
        }
        requireRoom(command.entryId(), corrected.day(), corrected.minutes());
        apply(new TimeCorrected(
                id,
                corrected.partnershipId(),
                corrected.epnId(),
                command.entryId(),
                personId,
                corrected.role(),
                corrected.phase(),
                corrected.day(),
                corrected.minutes(),
                command.reason()));
    }

    private void requireRoom(TimeEntryId entryId, LocalDate day, Minutes minutes) {
        var others = entries.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(entryId)
                        && entry.getValue().day().equals(day))
                .mapToInt(entry -> entry.getValue().minutes().value())
                .sum();
        if (others + minutes.value() > Minutes.PER_DAY) {
            throw new DayTooLong(others + minutes.value());
        }
    }

    @EventSourcingHandler
    void on(TimesheetEvent event) {
        switch (event) {
            case TimeLogged logged -> {
                id = logged.id();
                personId = logged.personId();
                entries.put(
                        logged.entryId(),
                        new Entry(
                                logged.partnershipId(),
                                logged.epnId(),
                                logged.role(),
                                logged.phase(),
                                logged.day(),
                                logged.minutes()));
            }
            case TimeCorrected corrected ->
                entries.put(
                        corrected.entryId(),
                        new Entry(
                                corrected.partnershipId(),
                                corrected.epnId(),
                                corrected.role(),
                                corrected.phase(),
                                corrected.day(),
                                corrected.minutes()));
        }
    }
}

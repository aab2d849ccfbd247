package org.maillage.command.session;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
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
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.ledger.Look;
import org.maillage.command.session.SessionCommand.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.AttendanceEntry;
import org.maillage.kernel.session.AttendanceStatus;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.kernel.session.SessionEvent.*;
import org.maillage.kernel.session.SessionId;
import org.maillage.kernel.session.SessionState;

@Aggregate
final class Session {

    @AggregateIdentifier
    private SessionId id;

    private PartnershipId partnershipId;
    private EpnId epnId;
    private Instant startsAt;
    private List<PersonId> roster;
    private boolean imagesTaken;
    private SessionState state;
    private @Nullable SessionRescheduled rescheduling;
    private final Map<PersonId, AttendanceEntry> sheet = new HashMap<>();
    private @Nullable Integer headcount;
    private boolean closed;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    void handle(PlanSession command, Look look) {
        apply(planned(command, look));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    SeriesPlanned handle(PlanSessionSeries command, Look look) {
        var first = planned(
                new PlanSession(
                        command.id(),
                        command.partnershipId(),
                        command.startsAt(),
                        command.minutes(),
                        command.place(),
                        command.roster(),
                        command.imagesTaken()),
                look);
        apply(first);
        apply(new SessionSeriesPlanned(
                first.id(),
                first.partnershipId(),
                first.epnId(),
                command.frequency(),
                Rhythm.slots(command.startsAt(), command.frequency(), command.sessions())));
        return new SeriesPlanned(command.sessions());
    }

    private static SessionPlanned planned(PlanSession command, Look look) {
        var partnership = requireAccepted(look, command.partnershipId());
        var expected = List.copyOf(new LinkedHashSet<>(command.roster()));
        expected.forEach(person -> Known.person(look, person, partnership.epnId()));
        return new SessionPlanned(
                command.id(),
                command.partnershipId(),
                partnership.epnId(),
                command.startsAt(),
                command.minutes(),
                command.place(),
                expected,
                null,
                command.imagesTaken());
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    void handle(ReplaceSession command, Look look) {
        var partnership = requireAccepted(look, command.partnershipId());
        apply(new SessionPlanned(
                command.id(),
                command.partnershipId(),
                partnership.epnId(),
                command.startsAt(),
                command.minutes(),
                command.place(),
                command.roster(),
                command.rescheduledFrom(),
                command.imagesTaken()));
    }

    @CommandHandler
    void handle(DecideImages command, Look look) {
        if (command.imagesTaken() == imagesTaken) {
            return;
        }
        if (state != SessionState.PLANNED && state != SessionState.HELD) {
            throw new WrongSessionState(state);
        }
        requireAccepted(look, partnershipId);
        apply(new ImagesDecided(id, partnershipId, epnId, command.imagesTaken()));
    }

    private static PartnershipStanding requireAccepted(Look look, PartnershipId id) {
        var partnership = Known.partnership(look, id);
        if (!partnership.acceptsSessions()) {
            throw new WrongPartnershipState(partnership.state());
        }
        return partnership;
    }

    @CommandHandler
    Rescheduled handle(RescheduleSession command, Look look) {
        if (rescheduling != null && rescheduling.startsAt().equals(command.startsAt())) {
            return new Rescheduled(rescheduling.rescheduledAs());
        }
        requirePlanned();
        requireAccepted(look, partnershipId);
        apply(new SessionRescheduled(
                id, partnershipId, epnId, command.rescheduledAs(), command.startsAt(), command.reason()));
        return new Rescheduled(command.rescheduledAs());
    }

    @CommandHandler
    void handle(CancelSession command, Look look) {
        if (state == SessionState.CANCELLED) {
            return;
        }
        requirePlanned();
        requireAccepted(look, partnershipId);
        apply(new SessionCancelled(id, partnershipId, epnId, command.reason()));
    }

    @CommandHandler
    void handle(HoldSession command, Look look) {
        if (state == SessionState.HELD) {
            return;
        }
        requirePlanned();
        if (startsAt.isAfter(command.now())) {
            throw new SessionInTheFuture();
        }
        requireAccepted(look, partnershipId);
        apply(new SessionHeld(id, partnershipId, epnId));
    }

    private void requirePlanned() {
        if (state != SessionState.PLANNED) {
            throw new WrongSessionState(state);
        }
    }

    @CommandHandler
    void handle(RecordAttendance command, Look look) {
        requireHeld();
        var news = command.entries().stream().filter(this::isNews).toList();
        if (news.isEmpty()) {
            return;
        }
        requireOpen();
        requireAccepted(look, partnershipId);
        news.forEach(entry -> Known.person(look, entry.personId(), epnId));
        apply(new AttendanceRecorded(id, partnershipId, epnId, news));
    }

    private boolean isNews(AttendanceEntry entry) {
        var known = sheet.get(entry.personId());
        if (known != null && (known.status() != entry.status() || (entry.newAudience() && !known.newAudience()))) {
            throw new AttendanceAlreadyRecorded();
        }
        return known == null;
    }

    @CommandHandler
    void handle(RecordHeadcount command, Look look) {
        requireHeld();
        if (!roster.isEmpty()) {
            throw new HeadcountNeedsOpenEvent();
        }
        if (headcount != null && headcount == command.headcount()) {
            return;
        }
        requireOpen();
        requireAccepted(look, partnershipId);
        apply(new HeadcountRecorded(id, partnershipId, epnId, command.headcount()));
    }

    @CommandHandler
    void handle(CorrectAttendance command) {
        requireHeld();
        requireRecorded();
        var known = sheet.get(command.personId());
        if (known == null && !roster.contains(command.personId())) {
            throw new PersonNotOnSheet();
        }
        // Somebody expected of whom the sheet says nothing was absent.
        var status = known == null ? AttendanceStatus.ABSENT : known.status();
        var newAudience = known != null && known.newAudience();
        var corrected = command.newAudience() == null ? newAudience : command.newAudience();
        if (status == command.status() && newAudience == corrected) {
            return;
        }
        apply(new AttendanceCorrected(
                id, partnershipId, epnId, command.personId(), command.status(), corrected, command.reason()));
    }

    @CommandHandler
    void handle(CloseSheet command, Look look) {
        if (closed) {
            return;
        }
        requireHeld();
        requireRecorded();
        requireAccepted(look, partnershipId);
        apply(new SheetClosed(id, partnershipId, epnId));
    }

    private void requireHeld() {
        if (state != SessionState.HELD) {
            throw new SessionNotHeld(state);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new SheetIsClosed();
        }
    }

    private void requireRecorded() {
        if (sheet.isEmpty() && headcount == null) {
            throw new SheetUnrecorded();
        }
    }

    @EventSourcingHandler
    void on(SessionEvent event) {
        state = SessionState.after(state, event);
        switch (event) {
            case SessionPlanned planned -> {
                id = planned.id();
                partnershipId = planned.partnershipId();
                epnId = planned.epnId();
                startsAt = planned.startsAt();
                roster = planned.roster();
                imagesTaken = planned.imagesTaken();
            }
            case SessionRescheduled rescheduled -> rescheduling = rescheduled;
            case AttendanceRecorded recorded -> recorded.entries().forEach(entry -> sheet.put(entry.personId(), entry));
            case HeadcountRecorded recorded -> headcount = recorded.headcount();
            case AttendanceCorrected corrected ->
                sheet.put(
                        corrected.personId(),
                        new AttendanceEntry(corrected.personId(), corrected.status(), corrected.newAudience()));
            case SheetClosed _ -> closed = true;
            case ImagesDecided decided -> imagesTaken = decided.imagesTaken();
            case SessionCancelled _, SessionHeld _, SessionSeriesPlanned _ -> {}
        }
    }
}

package org.maillage.query.persondata;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.bilan.BilanEvent;
import org.maillage.kernel.bilan.BilanEvent.*;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.consent.ImageConsentEvent;
import org.maillage.kernel.consent.ImageConsentEvent.*;
import org.maillage.kernel.convention.ConventionEvent;
import org.maillage.kernel.convention.ConventionEvent.*;
import org.maillage.kernel.deliverable.DeliverableEvent;
import org.maillage.kernel.deliverable.DeliverableEvent.*;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.person.PersonEvent.*;
import org.maillage.kernel.poll.DatePollEvent;
import org.maillage.kernel.poll.DatePollEvent.*;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.project.ProjectEvent.*;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.kernel.session.SessionEvent.*;
import org.maillage.kernel.timesheet.TimesheetEvent;
import org.maillage.kernel.timesheet.TimesheetEvent.*;
import org.maillage.kernel.wire.UnknownEventType;

/** On which day a fact counts, and until which one it keeps somebody from being forgotten. */
final class Days {

    private Days() {}

    /** When it happened, or will: a session counts on its own day. When nothing says so, when it was recorded. */
    static LocalDate of(Event event, Instant recordedAt) {
        var happened = occurredOn(event);
        return happened == null ? BusinessDay.of(recordedAt) : happened;
    }

    /** The last day of what it opens: a consent counts as long as it is in force. */
    static LocalDate activeUntil(Event event, Instant recordedAt) {
        var day = of(event, recordedAt);
        return event instanceof ConsentGranted granted
                        && granted.until() != null
                        && granted.until().isAfter(day)
                ? granted.until()
                : day;
    }

    private static @Nullable LocalDate occurredOn(Event event) {
        return switch (event) {
            case PartnershipEvent partnership -> occurredOn(partnership);
            case ConventionEvent convention -> occurredOn(convention);
            case SessionEvent session -> occurredOn(session);
            case TimesheetEvent timesheet -> occurredOn(timesheet);
            case BilanEvent bilan -> occurredOn(bilan);
            case PartnerEvent partner -> occurredOn(partner);
            case ProjectEvent project -> occurredOn(project);
            case EpnEvent epn -> occurredOn(epn);
            case PersonEvent person -> occurredOn(person);
            case DeliverableEvent deliverable -> occurredOn(deliverable);
            case ImageConsentEvent consent -> occurredOn(consent);
            case DatePollEvent poll -> occurredOn(poll);
            // The families cannot be sealed together over packages: the catalogue's test walks through all of them.
            default -> throw new UnknownEventType(event.getClass().getSimpleName());
        };
    }

    private static @Nullable LocalDate occurredOn(PartnershipEvent event) {
        return switch (event) {
            case ExchangeLogged exchange -> exchange.on();
            case ContributionReceived receipt -> receipt.receivedOn();
            case DirectCostRecorded cost -> cost.incurredOn();
            case ActionStarted start -> start.startedOn();
            case ActionCompleted completion -> completion.completedOn();
            case ReceiptCorrected receipt -> receipt.receivedOn();
            case DirectCostCorrected cost -> cost.incurredOn();
            case SupportGranted support -> support.decidedOn();
            case MilestoneReached milestone -> milestone.reachedOn();
            case PartnerPresenceRecorded presence -> presence.on();
            case PartnershipProposed _,
                    AuthorityClearanceRequested _,
                    AuthorityClearanceGranted _,
                    AuthorityClearanceRefused _,
                    NegotiationEntered _,
                    ContributionPledged _,
                    PartnershipAgreed _,
                    AgreedWithoutConvention _,
                    BilanMeetingScheduled _,
                    ActionSuspended _,
                    ActionResumed _,
                    PartnershipTerminated _,
                    PartnershipDeclined _,
                    ProposalWithdrawn _,
                    IntangibleBenefitRated _,
                    BilanDelivered _,
                    FollowUpDecided _,
                    ProposalRevised _,
                    PartnerJoined _,
                    PartnerLeft _,
                    PilotAssigned _,
                    ResponsibilityAssigned _,
                    PostureSet _,
                    CumulationConflictWaived _,
                    PledgeAmended _,
                    MilestonePlanned _,
                    TimeConstraintDeclared _,
                    TimeConstraintLifted _,
                    DocumentAttached _,
                    ToolAgreed _,
                    ToolTrainingPlanned _ -> null;
        };
    }

    private static @Nullable LocalDate occurredOn(ConventionEvent event) {
        return switch (event) {
            case ConventionSigned signature -> signature.signedOn();
            case MunicipalActAttached act -> act.adoptedOn();
            case ConventionTerminated termination -> termination.terminatedOn();
            case ConventionExpired expiry -> expiry.expiredOn();
            case ConventionDrafted _,
                    ConventionRevised _,
                    ConventionSubmitted _,
                    StepApproved _,
                    StepRejected _,
                    ConventionValidated _,
                    ConventionFullySigned _,
                    PartiesChanged _,
                    DeciderNamed _,
                    ConventionAmended _ -> null;
        };
    }

    private static @Nullable LocalDate occurredOn(SessionEvent event) {
        return switch (event) {
            case SessionPlanned planned -> BusinessDay.of(planned.startsAt());
            case SessionRescheduled _,
                    SessionCancelled _,
                    SessionHeld _,
                    AttendanceRecorded _,
                    HeadcountRecorded _,
                    AttendanceCorrected _,
                    SheetClosed _,
                    SessionSeriesPlanned _,
                    ImagesDecided _ -> null;
        };
    }

    private static LocalDate occurredOn(TimesheetEvent event) {
        return switch (event) {
            case TimeLogged entry -> entry.day();
            case TimeCorrected correction -> correction.day();
        };
    }

    private static @Nullable LocalDate occurredOn(BilanEvent event) {
        return switch (event) {
            case BilanDrafted _, BilanShared _, BilanAmended _, BilanFinalised _, BilanRevised _, BilanReopened _ ->
                null;
        };
    }

    private static @Nullable LocalDate occurredOn(PartnerEvent event) {
        return switch (event) {
            case PartnerExchangeLogged exchange -> exchange.on();
            case PartnerCardConfirmed confirmation -> confirmation.on();
            case PartnerInvited invitation -> invitation.on();
            case GreetingSent greeting -> greeting.on();
            case PartnerRegistered _,
                    ContactAdded _,
                    PartnerRevised _,
                    ContactRoleChanged _,
                    ContactRemoved _,
                    TechFamiliaritySet _,
                    ChannelConstraintNoted _,
                    FundingObjectionDeclared _,
                    FundingObjectionWithdrawn _,
                    PartnerCardMerged _,
                    PartnerCardAbsorbed _ -> null;
        };
    }

    private static @Nullable LocalDate occurredOn(ProjectEvent event) {
        return switch (event) {
            case ProjectDrafted _,
                    NeedDeclared _,
                    NeedWithdrawn _,
                    AcquisitionModeChosen _,
                    ProjectDomainsTagged _,
                    ProjectMissionsNamed _,
                    StrategicFitAssessed _,
                    ImageContextsAgreed _ -> null;
        };
    }

    private static @Nullable LocalDate occurredOn(EpnEvent event) {
        return switch (event) {
            case EpnRegistered _,
                    StaffAppointed _,
                    HourlyRateSet _,
                    EpnMissionsRevised _,
                    EpnPositioned _,
                    FundingDeclared _,
                    FundingEnded _,
                    ThresholdsSet _,
                    CircuitTemplateSet _,
                    PartnersImported _,
                    AccessGranted _,
                    AccessRevoked _ -> null;
        };
    }

    private static @Nullable LocalDate occurredOn(PersonEvent event) {
        return switch (event) {
            case PersonRegistered _, PersonRevised _, PersonPhotoSet _, PersonErased _ -> null;
        };
    }

    private static @Nullable LocalDate occurredOn(DeliverableEvent event) {
        return switch (event) {
            case DeliverableCollected _, DeliverableLicensed _, DeliverableTransmitted _ -> null;
        };
    }

    private static @Nullable LocalDate occurredOn(ImageConsentEvent event) {
        return switch (event) {
            case ConsentGranted grant -> grant.signedOn();
            case ConsentRefused refusal -> refusal.on();
            case ConsentWithdrawn withdrawal -> withdrawal.on();
            case ConsentRequested _ -> null;
        };
    }

    private static @Nullable LocalDate occurredOn(DatePollEvent event) {
        return switch (event) {
            case DatePollOpened _, DatePollAnswered _, DatePollClosed _ -> null;
        };
    }
}

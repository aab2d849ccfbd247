package org.maillage.query.relationshiphistory;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
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
import org.maillage.query.intake.Fact;
import org.maillage.query.intake.FactTable;
import org.maillage.query.intake.FactTable.Column;
import org.maillage.query.intake.FactTable.Type;
import org.maillage.query.intake.Projection;
import org.maillage.query.intake.Rows;
import org.springframework.stereotype.Component;

/** Every fact under the key that orders it, and who takes part in which partnership. Persons stay ids. */
@Component
final class RelationshipHistoryProjection implements Projection {

    static final String NAME = "relationship_history";

    static final FactTable HISTORY = new FactTable(
            "relationship_history",
            List.of(
                    Column.of("key", Type.UUID),
                    Column.of("subject", Type.UUID),
                    Column.of("sequence", Type.BIGINT),
                    Column.of("type", Type.TEXT),
                    Column.of("revision", Type.INTEGER),
                    Column.of("occurred_on", Type.DATE),
                    Column.nullable("actor", Type.TEXT),
                    Column.of("data", Type.TEXT)),
            List.of("key"),
            List.of(),
            List.of());

    /** {@code joined}: false when the partner left; the last fact says which. */
    static final FactTable PARTICIPATION = new FactTable(
            "participation_fact",
            List.of(
                    Column.of("partner", Type.UUID),
                    Column.of("partnership", Type.UUID),
                    Column.of("joined", Type.BOOLEAN)),
            List.of("partner"),
            List.of(),
            List.of());

    /** {@code card} took over from {@code merged}, which was a double. */
    static final FactTable DOUBLE = new FactTable(
            "double_fact",
            List.of(Column.of("card", Type.UUID), Column.of("merged", Type.UUID)),
            List.of("card"),
            List.of(),
            List.of());

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public List<FactTable> tables() {
        return List.of(HISTORY, PARTICIPATION, DOUBLE);
    }

    @Override
    public boolean concerns(String type) {
        return true;
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        var happened = occurredOn(fact.event());
        rows.add(
                HISTORY,
                fact.key(),
                fact.subject(),
                fact.sequence(),
                fact.type(),
                fact.revision(),
                happened == null ? BusinessDay.of(fact.recordedAt()) : happened,
                fact.actor(),
                fact.json());
        // Every family has its sentence and its day above; these few also say whose history the others belong to.
        switch (fact.event()) {
            case PartnershipProposed proposed -> {
                for (var partner : new LinkedHashSet<>(proposed.partnerIds())) {
                    rows.add(PARTICIPATION, partner, proposed.id(), true);
                }
            }
            case PartnerJoined joined -> rows.add(PARTICIPATION, joined.partnerId(), joined.id(), true);
            case PartnerLeft left -> rows.add(PARTICIPATION, left.partnerId(), left.id(), false);
            case PartnerCardAbsorbed absorbed -> rows.add(DOUBLE, absorbed.id(), absorbed.merged());
            default -> {}
        }
    }

    /** The business date of a fact, null when it is the day on which the fact was recorded. */
    static @Nullable LocalDate occurredOn(Event event) {
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
            case SessionPlanned _,
                    SessionRescheduled _,
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

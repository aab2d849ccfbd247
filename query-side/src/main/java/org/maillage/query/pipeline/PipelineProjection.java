package org.maillage.query.pipeline;

import java.util.List;
import org.maillage.kernel.bilan.BilanEvent;
import org.maillage.kernel.bilan.BilanEvent.*;
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
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.project.ProjectEvent.*;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.kernel.session.SessionEvent.*;
import org.maillage.kernel.timesheet.TimesheetEvent;
import org.maillage.kernel.wire.EventCatalogue;
import org.maillage.kernel.wire.UnknownEventType;
import org.maillage.query.Warnings;
import org.maillage.query.intake.Fact;
import org.maillage.query.intake.FactTable;
import org.maillage.query.intake.KeptEvents;
import org.maillage.query.intake.Projection;
import org.maillage.query.intake.Rows;
import org.springframework.stereotype.Component;

/** The events on which the advice and the waiting of a partnership depend. Working time has a model of its own. */
@Component
final class PipelineProjection implements Projection {

    static final String NAME = Warnings.PIPELINE;

    private static final List<String> ELSEWHERE = List.of("timesheet", "datepoll");

    static final FactTable EVENTS = KeptEvents.table("pipeline_fact");

    /** {@code owner}: the centre. */
    static final FactTable LISTING = KeptEvents.listing("listing_fact");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<FactTable> tables() {
        return List.of(EVENTS, LISTING);
    }

    @Override
    public boolean concerns(String type) {
        return !ELSEWHERE.contains(EventCatalogue.named(type).aggregate());
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        switch (fact.event()) {
            case EpnEvent event -> fold(event, fact, rows);
            case PersonEvent event -> fold(event, fact, rows);
            case ProjectEvent event -> fold(event, fact, rows);
            case ImageConsentEvent event -> fold(event, fact, rows);
            case PartnerEvent event -> fold(event, fact, rows);
            case PartnershipEvent event -> fold(event, fact, rows);
            case ConventionEvent event -> fold(event, fact, rows);
            case SessionEvent event -> fold(event, fact, rows);
            case BilanEvent event -> fold(event, fact, rows);
            case DeliverableEvent event -> fold(event, fact, rows);
            case TimesheetEvent _, DatePollEvent _ -> {}
            default -> throw new UnknownEventType(fact.type());
        }
    }

    private static void fold(EpnEvent event, Fact fact, Rows rows) {
        switch (event) {
            case EpnRegistered _,
                    EpnMissionsRevised _,
                    EpnPositioned _,
                    FundingDeclared _,
                    FundingEnded _,
                    ThresholdsSet _ -> keep(Stream.CENTRE, fact, rows);
            case StaffAppointed _,
                    HourlyRateSet _,
                    CircuitTemplateSet _,
                    PartnersImported _,
                    AccessGranted _,
                    AccessRevoked _ -> {}
        }
    }

    private static void fold(PersonEvent event, Fact fact, Rows rows) {
        switch (event) {
            case PersonRegistered _, PersonRevised _, PersonErased _ -> keep(Stream.PERSON, fact, rows);
            case PersonPhotoSet _ -> {}
        }
    }

    private static void fold(ProjectEvent event, Fact fact, Rows rows) {
        switch (event) {
            case ProjectDrafted _,
                    NeedDeclared _,
                    NeedWithdrawn _,
                    AcquisitionModeChosen _,
                    ProjectDomainsTagged _,
                    ProjectMissionsNamed _ -> keep(Stream.PROJECT, fact, rows);
            case StrategicFitAssessed _, ImageContextsAgreed _ -> {}
        }
    }

    private static void fold(ImageConsentEvent event, Fact fact, Rows rows) {
        switch (event) {
            case ConsentGranted _, ConsentRefused _, ConsentWithdrawn _ -> keep(Stream.PROJECT, fact, rows);
            case ConsentRequested _ -> {}
        }
    }

    private static void fold(PartnerEvent event, Fact fact, Rows rows) {
        switch (event) {
            case PartnerRegistered _,
                    PartnerRevised _,
                    ContactAdded _,
                    ContactRemoved _,
                    TechFamiliaritySet _,
                    PartnerCardConfirmed _,
                    PartnerExchangeLogged _,
                    FundingObjectionDeclared _,
                    FundingObjectionWithdrawn _ -> keep(Stream.PARTNER, fact, rows);
            case ContactRoleChanged _,
                    ChannelConstraintNoted _,
                    PartnerInvited _,
                    GreetingSent _,
                    PartnerCardMerged _,
                    PartnerCardAbsorbed _ -> {}
        }
    }

    private static void fold(PartnershipEvent event, Fact fact, Rows rows) {
        keep(Stream.PARTNERSHIP, fact, rows);
        switch (event) {
            case PartnershipProposed proposed -> {
                KeptEvents.list(LISTING, proposed.epnId().value(), Stream.PARTNERSHIP, fact.subject(), rows);
                live(event, fact, rows);
            }
            case NegotiationEntered _,
                    PartnershipAgreed _,
                    AgreedWithoutConvention _,
                    ActionStarted _,
                    ActionSuspended _,
                    ActionResumed _,
                    ActionCompleted _,
                    PartnershipTerminated _,
                    PartnershipDeclined _,
                    ProposalWithdrawn _,
                    BilanDelivered _,
                    FollowUpDecided _,
                    PartnerJoined _,
                    PartnerLeft _ -> live(event, fact, rows);
            case ExchangeLogged _,
                    AuthorityClearanceRequested _,
                    AuthorityClearanceGranted _,
                    AuthorityClearanceRefused _,
                    ContributionPledged _,
                    ContributionReceived _,
                    DirectCostRecorded _,
                    BilanMeetingScheduled _,
                    IntangibleBenefitRated _,
                    ProposalRevised _,
                    PilotAssigned _,
                    ResponsibilityAssigned _,
                    PostureSet _,
                    CumulationConflictWaived _,
                    PledgeAmended _,
                    ReceiptCorrected _,
                    DirectCostCorrected _,
                    SupportGranted _,
                    MilestonePlanned _,
                    MilestoneReached _,
                    TimeConstraintDeclared _,
                    TimeConstraintLifted _,
                    DocumentAttached _,
                    ToolAgreed _,
                    ToolTrainingPlanned _,
                    PartnerPresenceRecorded _ -> {}
        }
    }

    private static void fold(ConventionEvent event, Fact fact, Rows rows) {
        switch (event) {
            case ConventionDrafted _,
                    ConventionRevised _,
                    ConventionSubmitted _,
                    StepApproved _,
                    StepRejected _,
                    ConventionValidated _,
                    ConventionSigned _,
                    ConventionFullySigned _,
                    PartiesChanged _,
                    DeciderNamed _,
                    ConventionAmended _,
                    ConventionTerminated _,
                    ConventionExpired _ -> keep(Stream.PARTNERSHIP, fact, rows);
            case MunicipalActAttached _ -> {}
        }
    }

    private static void fold(SessionEvent event, Fact fact, Rows rows) {
        switch (event) {
            case SessionPlanned _,
                    SessionRescheduled _,
                    SessionCancelled _,
                    SessionHeld _,
                    AttendanceRecorded _,
                    HeadcountRecorded _,
                    ImagesDecided _ -> keep(Stream.PARTNERSHIP, fact, rows);
            case AttendanceCorrected _, SheetClosed _, SessionSeriesPlanned _ -> {}
        }
    }

    private static void fold(BilanEvent event, Fact fact, Rows rows) {
        switch (event) {
            case BilanDrafted _, BilanShared _, BilanFinalised _, BilanRevised _, BilanReopened _ ->
                keep(Stream.PARTNERSHIP, fact, rows);
            case BilanAmended _ -> {}
        }
    }

    private static void fold(DeliverableEvent event, Fact fact, Rows rows) {
        switch (event) {
            case DeliverableCollected _, DeliverableLicensed _, DeliverableTransmitted _ ->
                keep(Stream.PARTNERSHIP, fact, rows);
        }
    }

    private static void keep(Stream stream, Fact fact, Rows rows) {
        KeptEvents.keep(EVENTS, fact.key(), stream, fact, rows);
    }

    private static void live(PartnershipEvent event, Fact fact, Rows rows) {
        KeptEvents.keep(EVENTS, event.epnId().value(), Stream.LIVES, fact, rows);
    }
}

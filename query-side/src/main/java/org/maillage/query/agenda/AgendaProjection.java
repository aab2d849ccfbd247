package org.maillage.query.agenda;

import java.util.List;
import java.util.Set;
import org.maillage.kernel.bilan.BilanEvent;
import org.maillage.kernel.consent.ImageConsentEvent;
import org.maillage.kernel.convention.ConventionEvent;
import org.maillage.kernel.convention.ConventionEvent.*;
import org.maillage.kernel.deliverable.DeliverableEvent;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.poll.DatePollEvent;
import org.maillage.kernel.poll.DatePollEvent.*;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.project.ProjectEvent.*;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.kernel.session.SessionEvent.*;
import org.maillage.kernel.timesheet.TimesheetEvent;
import org.maillage.kernel.wire.EventCatalogue;
import org.maillage.kernel.wire.UnknownEventType;
import org.maillage.query.intake.Fact;
import org.maillage.query.intake.FactTable;
import org.maillage.query.intake.KeptEvents;
import org.maillage.query.intake.Projection;
import org.maillage.query.intake.Rows;
import org.springframework.stereotype.Component;

/** The events that give something a date, move it, or end it. */
@Component
final class AgendaProjection implements Projection {

    static final String NAME = "agenda";

    /** Families of which it folds some events. */
    private static final Set<String> DATED =
            Set.of("epn", "project", "partnership", "convention", "session", "datepoll");

    static final FactTable EVENTS = KeptEvents.table("agenda_fact");

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
        return DATED.contains(EventCatalogue.named(type).aggregate());
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        switch (fact.event()) {
            case EpnEvent event -> fold(event, fact, rows);
            case ProjectEvent event -> fold(event, fact, rows);
            case PartnershipEvent event -> fold(event, fact, rows);
            case ConventionEvent event -> fold(event, fact, rows);
            case SessionEvent event -> fold(event, fact, rows);
            case DatePollEvent event -> fold(event, fact, rows);
            case PersonEvent _,
                    PartnerEvent _,
                    BilanEvent _,
                    DeliverableEvent _,
                    ImageConsentEvent _,
                    TimesheetEvent _ -> {}
            default -> throw new UnknownEventType(fact.type());
        }
    }

    private static void fold(EpnEvent event, Fact fact, Rows rows) {
        switch (event) {
            case EpnRegistered _ -> keep(Stream.CENTRE, fact, rows);
            case EpnMissionsRevised _,
                    EpnPositioned _,
                    StaffAppointed _,
                    HourlyRateSet _,
                    FundingDeclared _,
                    FundingEnded _,
                    ThresholdsSet _,
                    CircuitTemplateSet _,
                    PartnersImported _,
                    AccessGranted _,
                    AccessRevoked _ -> {}
        }
    }

    private static void fold(ProjectEvent event, Fact fact, Rows rows) {
        switch (event) {
            case ProjectDrafted _ -> keep(Stream.PROJECT, fact, rows);
            case NeedDeclared _,
                    NeedWithdrawn _,
                    AcquisitionModeChosen _,
                    ProjectDomainsTagged _,
                    ProjectMissionsNamed _,
                    StrategicFitAssessed _,
                    ImageContextsAgreed _ -> {}
        }
    }

    private static void fold(PartnershipEvent event, Fact fact, Rows rows) {
        switch (event) {
            case PartnershipProposed proposed -> {
                KeptEvents.list(LISTING, proposed.epnId().value(), Stream.PARTNERSHIP, fact.subject(), rows);
                keep(Stream.PARTNERSHIP, fact, rows);
            }
            case PartnershipDeclined _,
                    ProposalWithdrawn _,
                    BilanMeetingScheduled _,
                    MilestonePlanned _,
                    MilestoneReached _,
                    ToolAgreed _,
                    ToolTrainingPlanned _ -> keep(Stream.PARTNERSHIP, fact, rows);
            case ExchangeLogged _,
                    AuthorityClearanceRequested _,
                    AuthorityClearanceGranted _,
                    AuthorityClearanceRefused _,
                    NegotiationEntered _,
                    ContributionPledged _,
                    ContributionReceived _,
                    DirectCostRecorded _,
                    PartnershipAgreed _,
                    AgreedWithoutConvention _,
                    ActionStarted _,
                    ActionSuspended _,
                    ActionResumed _,
                    ActionCompleted _,
                    PartnershipTerminated _,
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
                    ReceiptCorrected _,
                    DirectCostCorrected _,
                    SupportGranted _,
                    TimeConstraintDeclared _,
                    TimeConstraintLifted _,
                    DocumentAttached _,
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
            case SessionPlanned _, SessionRescheduled _, SessionCancelled _, SessionHeld _ ->
                keep(Stream.PARTNERSHIP, fact, rows);
            case AttendanceRecorded _,
                    HeadcountRecorded _,
                    AttendanceCorrected _,
                    SheetClosed _,
                    SessionSeriesPlanned _,
                    ImagesDecided _ -> {}
        }
    }

    private static void fold(DatePollEvent event, Fact fact, Rows rows) {
        switch (event) {
            case DatePollOpened _, DatePollClosed _ -> keep(Stream.PARTNERSHIP, fact, rows);
            case DatePollAnswered _ -> {}
        }
    }

    private static void keep(Stream stream, Fact fact, Rows rows) {
        KeptEvents.keep(EVENTS, fact.key(), stream, fact, rows);
    }
}

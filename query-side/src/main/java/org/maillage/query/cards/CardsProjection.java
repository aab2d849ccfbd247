package org.maillage.query.cards;

import java.util.LinkedHashSet;
import java.util.List;
import org.maillage.kernel.Id;
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

/** The events of each thing under its own id, and which list shows it. Working time has a model of its own. */
@Component
final class CardsProjection implements Projection {

    static final String NAME = "cards";

    private static final String TIMESHEET = "timesheet";

    static final FactTable CARD = KeptEvents.table("card_fact");

    /** {@code owner}: what shows the subject in its list: its centre, its partnership, project or partner.
     * A centre and a partnership are listed under themselves too, for those who may see single ones. */
    static final FactTable LISTING = KeptEvents.listing("listing_fact");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public List<FactTable> tables() {
        return List.of(CARD, LISTING);
    }

    @Override
    public boolean concerns(String type) {
        return !EventCatalogue.named(type).aggregate().equals(TIMESHEET);
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        switch (fact.event()) {
            case EpnEvent event -> {
                card(Kind.EPN, fact, rows);
                switch (event) {
                    case EpnRegistered _ -> list(Kind.EPN, fact, rows);
                    case FundingDeclared funding -> {
                        KeptEvents.keep(CARD, funding.fundingId().value(), Kind.FUNDING, fact, rows);
                        list(Kind.FUNDING, funding.fundingId(), fact, rows);
                    }
                    case FundingEnded ended ->
                        KeptEvents.keep(CARD, ended.fundingId().value(), Kind.FUNDING, fact, rows);
                    case StaffAppointed _,
                            HourlyRateSet _,
                            EpnMissionsRevised _,
                            EpnPositioned _,
                            ThresholdsSet _,
                            CircuitTemplateSet _,
                            PartnersImported _,
                            AccessGranted _,
                            AccessRevoked _ -> {}
                }
            }
            case PersonEvent event -> {
                switch (event) {
                    case PersonRegistered _ -> {
                        card(Kind.PERSON, fact, rows);
                        list(Kind.PERSON, fact, rows);
                    }
                    case PersonRevised _, PersonErased _ -> card(Kind.PERSON, fact, rows);
                    case PersonPhotoSet _ -> {
                        card(Kind.PORTRAIT, fact, rows);
                        KeptEvents.list(LISTING, fact.subject(), Kind.PORTRAIT, fact.subject(), rows);
                    }
                }
            }
            case ProjectEvent event -> {
                card(Kind.PROJECT, fact, rows);
                switch (event) {
                    case ProjectDrafted _ -> list(Kind.PROJECT, fact, rows);
                    case NeedDeclared _,
                            NeedWithdrawn _,
                            AcquisitionModeChosen _,
                            ProjectDomainsTagged _,
                            ProjectMissionsNamed _,
                            StrategicFitAssessed _,
                            ImageContextsAgreed _ -> {}
                }
            }
            case PartnerEvent event -> {
                card(Kind.PARTNER, fact, rows);
                switch (event) {
                    case PartnerRegistered _ -> list(Kind.PARTNER, fact, rows);
                    case ContactAdded _,
                            PartnerExchangeLogged _,
                            PartnerCardConfirmed _,
                            PartnerRevised _,
                            ContactRoleChanged _,
                            ContactRemoved _,
                            TechFamiliaritySet _,
                            ChannelConstraintNoted _,
                            FundingObjectionDeclared _,
                            FundingObjectionWithdrawn _,
                            PartnerInvited _,
                            GreetingSent _,
                            PartnerCardMerged _,
                            PartnerCardAbsorbed _ -> {}
                }
            }
            case PartnershipEvent event -> {
                card(Kind.PARTNERSHIP, fact, rows);
                list(event, fact, rows);
            }
            case ConventionEvent event -> {
                card(Kind.CONVENTION, fact, rows);
                switch (event) {
                    case ConventionDrafted convention -> list(Kind.CONVENTION, fact, rows, convention.partnershipId());
                    case ConventionRevised _,
                            ConventionSubmitted _,
                            StepApproved _,
                            StepRejected _,
                            ConventionValidated _,
                            ConventionSigned _,
                            ConventionFullySigned _,
                            PartiesChanged _,
                            DeciderNamed _,
                            MunicipalActAttached _,
                            ConventionAmended _,
                            ConventionTerminated _,
                            ConventionExpired _ -> {}
                }
            }
            case SessionEvent event -> {
                card(Kind.SESSION, fact, rows);
                switch (event) {
                    case SessionPlanned session -> list(Kind.SESSION, fact, rows, session.partnershipId());
                    case SessionSeriesPlanned series ->
                        series.sessions()
                                .forEach(slot -> KeptEvents.list(
                                        LISTING, slot.sessionId().value(), Kind.SERIES, fact.subject(), rows));
                    case SessionRescheduled _,
                            SessionCancelled _,
                            SessionHeld _,
                            AttendanceRecorded _,
                            HeadcountRecorded _,
                            AttendanceCorrected _,
                            SheetClosed _,
                            ImagesDecided _ -> {}
                }
            }
            case BilanEvent event -> {
                card(Kind.BILAN, fact, rows);
                switch (event) {
                    case BilanDrafted bilan -> list(Kind.BILAN, fact, rows, bilan.partnershipId());
                    case BilanShared _, BilanAmended _, BilanFinalised _, BilanRevised _, BilanReopened _ -> {}
                }
            }
            case DeliverableEvent event -> {
                card(Kind.DELIVERABLE, fact, rows);
                switch (event) {
                    case DeliverableCollected deliverable ->
                        list(Kind.DELIVERABLE, fact, rows, deliverable.partnershipId());
                    case DeliverableLicensed _, DeliverableTransmitted _ -> {}
                }
            }
            case ImageConsentEvent event -> {
                card(Kind.CONSENT, fact, rows);
                switch (event) {
                    case ConsentRequested consent -> list(Kind.CONSENT, fact, rows, consent.projectId());
                    case ConsentGranted _, ConsentRefused _, ConsentWithdrawn _ -> {}
                }
            }
            case DatePollEvent event -> {
                card(Kind.POLL, fact, rows);
                switch (event) {
                    case DatePollOpened poll -> list(Kind.POLL, fact, rows, poll.partnershipId());
                    case DatePollAnswered _, DatePollClosed _ -> {}
                }
            }
            case TimesheetEvent _ -> {}
            default -> throw new UnknownEventType(fact.type());
        }
    }

    private static void list(PartnershipEvent event, Fact fact, Rows rows) {
        switch (event) {
            case PartnershipProposed proposed -> {
                var owners = new LinkedHashSet<Id>(proposed.partnerIds());
                owners.add(proposed.id());
                list(Kind.PARTNERSHIP, fact, rows, owners.toArray(Id[]::new));
            }
            // A partner who comes again is listed again: the card says which of its places holds.
            case PartnerJoined joined ->
                KeptEvents.list(LISTING, joined.partnerId().value(), Kind.PARTNERSHIP, fact.subject(), rows);
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
                    BilanMeetingScheduled _,
                    ActionStarted _,
                    ActionSuspended _,
                    ActionResumed _,
                    ActionCompleted _,
                    PartnershipTerminated _,
                    PartnershipDeclined _,
                    ProposalWithdrawn _,
                    IntangibleBenefitRated _,
                    BilanDelivered _,
                    FollowUpDecided _,
                    ProposalRevised _,
                    PartnerLeft _,
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

    private static void card(Kind kind, Fact fact, Rows rows) {
        KeptEvents.keep(CARD, fact.subject(), kind, fact, rows);
    }

    private static void list(Kind kind, Fact fact, Rows rows, Id... owners) {
        list(kind, fact.event().id(), fact, rows, owners);
    }

    /** On the list of its centre, and on others. */
    private static void list(Kind kind, Id subject, Fact fact, Rows rows, Id... owners) {
        KeptEvents.list(LISTING, fact.event().epnId().value(), kind, subject.value(), rows);
        for (var owner : owners) {
            KeptEvents.list(LISTING, owner.value(), kind, subject.value(), rows);
        }
    }
}

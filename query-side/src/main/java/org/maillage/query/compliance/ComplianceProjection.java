package org.maillage.query.compliance;

import java.util.List;
import java.util.Set;
import org.maillage.kernel.consent.ImageConsentEvent;
import org.maillage.kernel.consent.ImageConsentEvent.*;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.person.PersonEvent.*;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.project.ProjectEvent.*;
import org.maillage.kernel.wire.EventCatalogue;
import org.maillage.kernel.wire.UnknownEventType;
import org.maillage.query.intake.Fact;
import org.maillage.query.intake.FactTable;
import org.maillage.query.intake.KeptEvents;
import org.maillage.query.intake.Projection;
import org.maillage.query.intake.Rows;
import org.springframework.stereotype.Component;

/** The events on which conflicts of cumulation, consents and the register of processing depend. */
@Component
final class ComplianceProjection implements Projection {

    static final String NAME = "compliance";

    static final FactTable EVENTS = KeptEvents.table("compliance_fact");

    /** {@code owner}: the centre. */
    static final FactTable LISTING = KeptEvents.listing("listing_fact");

    private static final Set<String> HERE =
            Set.of("epn", "partner", "project", "partnership", "imageconsent", "person");

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
        return HERE.contains(EventCatalogue.named(type).aggregate());
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        switch (fact.event()) {
            case EpnEvent event -> fold(event, fact, rows);
            case PartnerEvent event -> fold(event, fact, rows);
            case ProjectEvent event -> fold(event, fact, rows);
            case PartnershipEvent event -> fold(event, fact, rows);
            case ImageConsentEvent event -> fold(event, fact, rows);
            case PersonEvent event -> fold(event, fact, rows);
            default -> throw new UnknownEventType(fact.type());
        }
    }

    private static void fold(EpnEvent event, Fact fact, Rows rows) {
        switch (event) {
            case EpnRegistered _, FundingDeclared _, FundingEnded _ -> keep(Matter.CENTRE, fact, rows);
            case EpnMissionsRevised _,
                    EpnPositioned _,
                    StaffAppointed _,
                    HourlyRateSet _,
                    ThresholdsSet _,
                    CircuitTemplateSet _,
                    PartnersImported _,
                    AccessGranted _,
                    AccessRevoked _ -> {}
        }
    }

    private static void fold(PartnerEvent event, Fact fact, Rows rows) {
        switch (event) {
            case FundingObjectionDeclared _, FundingObjectionWithdrawn _ -> keep(Matter.PARTNER, fact, rows);
            case PartnerRegistered _,
                    PartnerRevised _,
                    ContactAdded _,
                    ContactRoleChanged _,
                    ContactRemoved _,
                    PartnerExchangeLogged _,
                    PartnerCardConfirmed _,
                    TechFamiliaritySet _,
                    ChannelConstraintNoted _,
                    PartnerInvited _,
                    GreetingSent _,
                    PartnerCardMerged _,
                    PartnerCardAbsorbed _ -> {}
        }
    }

    private static void fold(ProjectEvent event, Fact fact, Rows rows) {
        switch (event) {
            case ProjectMissionsNamed _ -> keep(Matter.PROJECT, fact, rows);
            case ProjectDrafted _,
                    NeedDeclared _,
                    NeedWithdrawn _,
                    AcquisitionModeChosen _,
                    ProjectDomainsTagged _,
                    StrategicFitAssessed _,
                    ImageContextsAgreed _ -> {}
        }
    }

    private static void fold(PartnershipEvent event, Fact fact, Rows rows) {
        switch (event) {
            case PartnershipProposed _ -> listed(Matter.PARTNERSHIP, fact, rows);
            case ProposalRevised _,
                    PartnerJoined _,
                    PartnerLeft _,
                    CumulationConflictWaived _,
                    NegotiationEntered _,
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
                    FollowUpDecided _ -> keep(Matter.PARTNERSHIP, fact, rows);
            case ExchangeLogged _,
                    AuthorityClearanceRequested _,
                    AuthorityClearanceGranted _,
                    AuthorityClearanceRefused _,
                    ContributionPledged _,
                    ContributionReceived _,
                    DirectCostRecorded _,
                    BilanMeetingScheduled _,
                    IntangibleBenefitRated _,
                    PilotAssigned _,
                    ResponsibilityAssigned _,
                    PostureSet _,
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

    private static void fold(ImageConsentEvent event, Fact fact, Rows rows) {
        switch (event) {
            case ConsentRequested _ -> listed(Matter.CONSENT, fact, rows);
            case ConsentGranted _, ConsentRefused _, ConsentWithdrawn _ -> keep(Matter.CONSENT, fact, rows);
        }
    }

    private static void fold(PersonEvent event, Fact fact, Rows rows) {
        switch (event) {
            case PersonRegistered _ -> listed(Matter.PERSON, fact, rows);
            case PersonRevised _, PersonErased _ -> keep(Matter.PERSON, fact, rows);
            case PersonPhotoSet _ -> {}
        }
    }

    private static void listed(Matter matter, Fact fact, Rows rows) {
        keep(matter, fact, rows);
        KeptEvents.list(LISTING, fact.event().epnId().value(), matter, fact.subject(), rows);
    }

    private static void keep(Matter matter, Fact fact, Rows rows) {
        KeptEvents.keep(EVENTS, fact.subject(), matter, fact, rows);
    }
}

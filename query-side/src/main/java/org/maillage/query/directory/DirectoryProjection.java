package org.maillage.query.directory;

import java.util.List;
import java.util.Set;
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

/** Who the partners of a centre are, what they had to do with it, and when it last heard of them. */
@Component
final class DirectoryProjection implements Projection {

    static final String NAME = "directory";

    static final FactTable EVENTS = KeptEvents.table("directory_fact");

    /** {@code owner}: the centre, or a person for the portrait. */
    static final FactTable LISTING = KeptEvents.listing("listing_fact");

    private static final Set<String> HERE = Set.of("epn", "partner", "partnership", "project", "person");

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
            case PartnershipEvent event -> fold(event, fact, rows);
            case ProjectEvent event -> fold(event, fact, rows);
            case PersonEvent event -> fold(event, fact, rows);
            default -> throw new UnknownEventType(fact.type());
        }
    }

    private static void fold(EpnEvent event, Fact fact, Rows rows) {
        switch (event) {
            case EpnRegistered _, EpnPositioned _, StaffAppointed _ -> keep(Entry.CENTRE, fact, rows);
            case EpnMissionsRevised _,
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

    private static void fold(PartnerEvent event, Fact fact, Rows rows) {
        switch (event) {
            case PartnerRegistered _ -> {
                keep(Entry.PARTNER, fact, rows);
                KeptEvents.list(LISTING, event.epnId().value(), Entry.PARTNER, fact.subject(), rows);
            }
            case PartnerRevised _,
                    ContactAdded _,
                    ContactRoleChanged _,
                    ContactRemoved _,
                    PartnerExchangeLogged _,
                    PartnerInvited _,
                    GreetingSent _,
                    PartnerCardMerged _,
                    PartnerCardAbsorbed _ -> keep(Entry.PARTNER, fact, rows);
            case PartnerCardConfirmed _,
                    TechFamiliaritySet _,
                    ChannelConstraintNoted _,
                    FundingObjectionDeclared _,
                    FundingObjectionWithdrawn _ -> {}
        }
    }

    private static void fold(PartnershipEvent event, Fact fact, Rows rows) {
        switch (event) {
            case PartnershipProposed _ -> {
                keep(Entry.PARTNERSHIP, fact, rows);
                KeptEvents.list(LISTING, event.epnId().value(), Entry.PARTNERSHIP, fact.subject(), rows);
            }
            case PartnerJoined _,
                    PartnerLeft _,
                    ExchangeLogged _,
                    PartnerPresenceRecorded _,
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
                    FollowUpDecided _ -> keep(Entry.PARTNERSHIP, fact, rows);
            case AuthorityClearanceRequested _,
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
                    ToolTrainingPlanned _ -> {}
        }
    }

    private static void fold(ProjectEvent event, Fact fact, Rows rows) {
        switch (event) {
            case ProjectDrafted _, ProjectDomainsTagged _ -> keep(Entry.PROJECT, fact, rows);
            case NeedDeclared _,
                    NeedWithdrawn _,
                    AcquisitionModeChosen _,
                    ProjectMissionsNamed _,
                    StrategicFitAssessed _,
                    ImageContextsAgreed _ -> {}
        }
    }

    private static void fold(PersonEvent event, Fact fact, Rows rows) {
        switch (event) {
            case PersonRegistered _, PersonRevised _, PersonErased _ -> keep(Entry.PERSON, fact, rows);
            case PersonPhotoSet _ -> KeptEvents.list(LISTING, fact.subject(), Entry.PORTRAIT, fact.subject(), rows);
        }
    }

    private static void keep(Entry entry, Fact fact, Rows rows) {
        KeptEvents.keep(EVENTS, fact.subject(), entry, fact, rows);
    }
}

package org.maillage.query.access;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.Id;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.access.Grant;
import org.maillage.kernel.access.Subject;
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
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipId;
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

/** Whom each centre lets in, and to which centre and partnership each thing belongs. */
@Component
final class AccessProjection implements Projection {

    static final String NAME = "access";

    /** What a thing, a grant or a part in a partnership comes from. */
    private static final Set<String> TYPES = Set.of(
            "EpnRegistered",
            "AccessGranted",
            "AccessRevoked",
            "FundingDeclared",
            "PersonRegistered",
            "ProjectDrafted",
            "PartnerRegistered",
            "PartnershipProposed",
            "PartnerJoined",
            "PartnerLeft",
            "ConventionDrafted",
            "SessionPlanned",
            "TimeLogged",
            "BilanDrafted",
            "DeliverableCollected",
            "ConsentRequested",
            "DatePollOpened");

    static final FactTable CENTRE =
            new FactTable("centre_fact", List.of(Column.of("epn", Type.UUID)), List.of("epn"), List.of(), List.of());

    /** {@code kind}: a {@link Thing}. {@code partnership}: null for what belongs to the centre itself. */
    static final FactTable THING = new FactTable(
            "thing_fact",
            List.of(
                    Column.of("id", Type.UUID),
                    Column.of("kind", Type.TEXT),
                    Column.of("epn", Type.UUID),
                    Column.nullable("partnership", Type.UUID)),
            List.of("id"),
            List.of(),
            List.of());

    /** {@code roles}: with commas between them, null once revoked. {@code administers}: whether they may do all there. */
    static final FactTable GRANT = new FactTable(
            "grant_fact",
            List.of(
                    Column.of("subject", Type.TEXT),
                    Column.of("epn", Type.UUID),
                    Column.nullable("roles", Type.TEXT),
                    Column.nullable("person", Type.UUID),
                    Column.nullable("partner", Type.UUID),
                    Column.of("administers", Type.BOOLEAN),
                    Column.nullable("actor", Type.TEXT)),
            List.of("subject", "epn"),
            List.of(),
            List.of("epn, administers"));

    /** {@code takes_part}: false when the partner left; the last fact says which. */
    static final FactTable PARTICIPATION = new FactTable(
            "participation_fact",
            List.of(
                    Column.of("partner", Type.UUID),
                    Column.of("partnership", Type.UUID),
                    Column.of("epn", Type.UUID),
                    Column.of("takes_part", Type.BOOLEAN)),
            List.of("partner", "partnership"),
            List.of(),
            List.of());

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public boolean standsBeforeEveryQuestion() {
        return true;
    }

    @Override
    public List<FactTable> tables() {
        return List.of(CENTRE, THING, GRANT, PARTICIPATION);
    }

    @Override
    public boolean concerns(String type) {
        return TYPES.contains(type);
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        switch (fact.event()) {
            case EpnEvent event -> fold(event, fact.actor(), rows);
            case PersonEvent event -> fold(event, rows);
            case ProjectEvent event -> fold(event, rows);
            case PartnerEvent event -> fold(event, rows);
            case PartnershipEvent event -> fold(event, rows);
            case ConventionEvent event -> fold(event, rows);
            case SessionEvent event -> fold(event, rows);
            case TimesheetEvent event -> fold(event, rows);
            case BilanEvent event -> fold(event, rows);
            case DeliverableEvent event -> fold(event, rows);
            case ImageConsentEvent event -> fold(event, rows);
            case DatePollEvent event -> fold(event, rows);
            default -> throw new UnknownEventType(fact.type());
        }
    }

    private static void fold(EpnEvent event, @Nullable String actor, Rows rows) {
        switch (event) {
            case EpnRegistered epn -> {
                rows.add(CENTRE, epn.id());
                thing(Thing.EPN, epn.id(), event, rows);
                if (epn.administrator() != null) {
                    var grant = new Grant(Set.of(AccessRole.ADMINISTRATEUR), null, null);
                    grant(event, epn.administrator(), grant, actor, rows);
                }
            }
            case AccessGranted granted -> {
                var grant = new Grant(Set.copyOf(granted.roles()), granted.personId(), granted.partnerId());
                grant(event, granted.subject(), grant, actor, rows);
            }
            case AccessRevoked revoked ->
                rows.add(GRANT, revoked.subject(), event.epnId(), null, null, null, false, actor);
            case FundingDeclared funding -> thing(Thing.FUNDING_AGREEMENT, funding.fundingId(), event, rows);
            case EpnPositioned _,
                    StaffAppointed _,
                    EpnMissionsRevised _,
                    HourlyRateSet _,
                    FundingEnded _,
                    ThresholdsSet _,
                    CircuitTemplateSet _,
                    PartnersImported _ -> {}
        }
    }

    private static void grant(EpnEvent event, Subject subject, Grant grant, @Nullable String actor, Rows rows) {
        rows.add(
                GRANT,
                subject,
                event.epnId(),
                grant.roles().stream().sorted().map(AccessRole::name).collect(Collectors.joining(",")),
                grant.person(),
                grant.partner(),
                grant.roles().contains(AccessRole.ADMINISTRATEUR),
                actor);
    }

    private static void fold(PersonEvent event, Rows rows) {
        switch (event) {
            case PersonRegistered person -> thing(Thing.PERSON, person.id(), event, rows);
            case PersonRevised _, PersonPhotoSet _, PersonErased _ -> {}
        }
    }

    private static void fold(ProjectEvent event, Rows rows) {
        switch (event) {
            case ProjectDrafted project -> thing(Thing.PROJECT, project.id(), event, rows);
            case NeedDeclared _,
                    NeedWithdrawn _,
                    AcquisitionModeChosen _,
                    ProjectDomainsTagged _,
                    ProjectMissionsNamed _,
                    StrategicFitAssessed _,
                    ImageContextsAgreed _ -> {}
        }
    }

    private static void fold(PartnerEvent event, Rows rows) {
        switch (event) {
            case PartnerRegistered partner -> thing(Thing.PARTNER, partner.id(), event, rows);
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

    private static void fold(PartnershipEvent event, Rows rows) {
        switch (event) {
            case PartnershipProposed proposed -> {
                thing(Thing.PARTNERSHIP, proposed.id(), event, proposed.id(), rows);
                takePart(event, proposed.partnerIds(), true, rows);
            }
            case PartnerJoined joined -> takePart(event, List.of(joined.partnerId()), true, rows);
            case PartnerLeft left -> takePart(event, List.of(left.partnerId()), false, rows);
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

    private static void takePart(PartnershipEvent event, Collection<PartnerId> partners, boolean takePart, Rows rows) {
        for (var partner : new LinkedHashSet<>(partners)) {
            rows.add(PARTICIPATION, partner, event.id(), event.epnId(), takePart);
        }
    }

    private static void fold(ConventionEvent event, Rows rows) {
        switch (event) {
            case ConventionDrafted convention ->
                thing(Thing.CONVENTION, convention.id(), event, convention.partnershipId(), rows);
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

    private static void fold(SessionEvent event, Rows rows) {
        switch (event) {
            case SessionPlanned session -> thing(Thing.SESSION, session.id(), event, session.partnershipId(), rows);
            case SessionRescheduled _,
                    SessionCancelled _,
                    SessionHeld _,
                    AttendanceRecorded _,
                    HeadcountRecorded _,
                    AttendanceCorrected _,
                    SheetClosed _,
                    SessionSeriesPlanned _,
                    ImagesDecided _ -> {}
        }
    }

    private static void fold(TimesheetEvent event, Rows rows) {
        switch (event) {
            case TimeLogged entry -> thing(Thing.TIME_ENTRY, entry.entryId(), event, entry.partnershipId(), rows);
            case TimeCorrected _ -> {}
        }
    }

    private static void fold(BilanEvent event, Rows rows) {
        switch (event) {
            case BilanDrafted bilan -> thing(Thing.BILAN, bilan.id(), event, bilan.partnershipId(), rows);
            case BilanShared _, BilanAmended _, BilanFinalised _, BilanRevised _, BilanReopened _ -> {}
        }
    }

    private static void fold(DeliverableEvent event, Rows rows) {
        switch (event) {
            case DeliverableCollected deliverable ->
                thing(Thing.DELIVERABLE, deliverable.id(), event, deliverable.partnershipId(), rows);
            case DeliverableLicensed _, DeliverableTransmitted _ -> {}
        }
    }

    private static void fold(ImageConsentEvent event, Rows rows) {
        switch (event) {
            case ConsentRequested consent -> thing(Thing.IMAGE_CONSENT, consent.id(), event, rows);
            case ConsentGranted _, ConsentRefused _, ConsentWithdrawn _ -> {}
        }
    }

    private static void fold(DatePollEvent event, Rows rows) {
        switch (event) {
            case DatePollOpened poll -> thing(Thing.DATE_POLL, poll.id(), event, poll.partnershipId(), rows);
            case DatePollAnswered _, DatePollClosed _ -> {}
        }
    }

    private static void thing(Thing kind, Id id, Event event, Rows rows) {
        rows.add(THING, id, kind, event.epnId(), null);
    }

    private static void thing(Thing kind, Id id, Event event, PartnershipId partnership, Rows rows) {
        rows.add(THING, id, kind, event.epnId(), partnership);
    }
}

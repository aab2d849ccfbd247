package org.maillage.query.timecost;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.ReceiptId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.project.ProjectEvent.*;
import org.maillage.kernel.timesheet.TimesheetEvent;
import org.maillage.kernel.timesheet.TimesheetEvent.*;
import org.maillage.kernel.wire.EventCatalogue;
import org.maillage.kernel.wire.UnknownEventType;
import org.maillage.query.intake.Fact;
import org.maillage.query.intake.FactTable;
import org.maillage.query.intake.FactTable.Column;
import org.maillage.query.intake.FactTable.Type;
import org.maillage.query.intake.Projection;
import org.maillage.query.intake.Rows;
import org.springframework.stereotype.Component;

/** What was worked, paid, received and promised, and what an hour costs; a corrected thing is its last fact. */
@Component
final class TimeCostProjection implements Projection {

    static final String NAME = "time_cost";

    private static final Set<String> FAMILIES = Set.of("epn", "partner", "project", "partnership", "timesheet");

    static final FactTable EPN =
            new FactTable("epn_fact", List.of(Column.of("epn", Type.UUID)), List.of("epn"), List.of(), List.of());

    static final FactTable PARTNER = new FactTable(
            "partner_fact",
            List.of(Column.of("partner", Type.UUID), Column.of("name", Type.TEXT)),
            List.of("partner"),
            List.of(),
            List.of());

    static final FactTable PROJECT = new FactTable(
            "project_fact",
            List.of(Column.of("project", Type.UUID), Column.of("name", Type.TEXT)),
            List.of("project"),
            List.of(),
            List.of());

    static final FactTable PARTNERSHIP = new FactTable(
            "partnership_fact",
            List.of(Column.of("partnership", Type.UUID), Column.of("epn", Type.UUID), Column.of("project", Type.UUID)),
            List.of("partnership"),
            List.of(),
            List.of("epn"));

    /** {@code joined}: false when the partner left; the last fact says which. */
    static final FactTable PARTICIPATION = new FactTable(
            "participation_fact",
            List.of(
                    Column.of("partnership", Type.UUID),
                    Column.of("partner", Type.UUID),
                    Column.of("joined", Type.BOOLEAN)),
            List.of("partnership"),
            List.of("partner"),
            List.of("partner"));

    /** {@code card} took over from {@code merged}, which was a double. */
    static final FactTable DOUBLE = new FactTable(
            "double_fact",
            List.of(Column.of("card", Type.UUID), Column.of("merged", Type.UUID)),
            List.of("card"),
            List.of(),
            List.of("merged"));

    /** {@code kind}: LOGGED, CORRECTED. {@code remark}: the note of the first, the reason of the second. */
    static final FactTable TIME = new FactTable(
            "time_fact",
            List.of(
                    Column.of("partnership", Type.UUID),
                    Column.of("entry", Type.UUID),
                    Column.of("kind", Type.TEXT),
                    Column.of("epn", Type.UUID),
                    Column.of("person", Type.UUID),
                    Column.nullable("role", Type.TEXT),
                    Column.of("phase", Type.TEXT),
                    Column.of("day", Type.DATE),
                    Column.of("minutes", Type.INTEGER),
                    Column.nullable("remark", Type.TEXT)),
            List.of("partnership"),
            List.of(),
            List.of("entry", "person", "epn, position"));

    /** {@code kind}: CASH, IN_KIND, COST, PLEDGED_CASH, PLEDGED_IN_KIND; {@code ref}: the receipt, cost or pledge, whose last fact counts. */
    static final FactTable MONEY = new FactTable(
            "money_fact",
            List.of(
                    Column.of("partnership", Type.UUID),
                    Column.of("kind", Type.TEXT),
                    Column.of("ref", Type.UUID),
                    Column.of("amount", Type.NUMERIC),
                    Column.nullable("occurred_on", Type.DATE)),
            List.of("partnership"),
            List.of(),
            List.of());

    /** {@code who}: {@code person:<id>} or {@code role:<name>}. */
    static final FactTable RATE = new FactTable(
            "rate_fact",
            List.of(
                    Column.of("epn", Type.UUID),
                    Column.of("who", Type.TEXT),
                    Column.of("effective_from", Type.DATE),
                    Column.of("amount", Type.NUMERIC)),
            List.of("epn"),
            List.of(),
            List.of());

    static final FactTable STAFF = new FactTable(
            "staff_fact",
            List.of(Column.of("epn", Type.UUID), Column.of("person", Type.UUID), Column.of("role", Type.TEXT)),
            List.of("epn"),
            List.of(),
            List.of());

    static final FactTable INTANGIBLE = new FactTable(
            "intangible_fact",
            List.of(
                    Column.of("partnership", Type.UUID),
                    Column.of("kind", Type.TEXT),
                    Column.of("level", Type.INTEGER),
                    Column.nullable("note", Type.TEXT)),
            List.of("partnership"),
            List.of(),
            List.of());

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
        return List.of(EPN, PARTNER, PROJECT, PARTNERSHIP, PARTICIPATION, DOUBLE, TIME, MONEY, RATE, STAFF, INTANGIBLE);
    }

    @Override
    public boolean concerns(String type) {
        return FAMILIES.contains(EventCatalogue.named(type).aggregate());
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        switch (fact.event()) {
            case EpnEvent event -> fold(event, rows);
            case PartnerEvent event -> fold(event, rows);
            case ProjectEvent event -> fold(event, rows);
            case PartnershipEvent event -> fold(event, rows);
            case TimesheetEvent event -> fold(event, rows);
            default -> throw new UnknownEventType(fact.type());
        }
    }

    private static void fold(EpnEvent event, Rows rows) {
        switch (event) {
            case EpnRegistered epn -> rows.add(EPN, epn.id());
            case StaffAppointed staff -> rows.add(STAFF, staff.id(), staff.personId(), staff.role());
            case HourlyRateSet rate ->
                rows.add(RATE, rate.id(), who(rate.personId(), rate.role()), rate.effectiveFrom(), rate.amount());
            case EpnMissionsRevised _,
                    EpnPositioned _,
                    FundingDeclared _,
                    FundingEnded _,
                    ThresholdsSet _,
                    CircuitTemplateSet _,
                    PartnersImported _,
                    AccessGranted _,
                    AccessRevoked _ -> {}
        }
    }

    private static String who(@Nullable PersonId person, @Nullable Role role) {
        if (person != null) {
            return "person:" + person;
        }
        if (role != null) {
            return "role:" + role;
        }
        throw new IllegalArgumentException("A rate is for a person or for a role");
    }

    private static void fold(PartnerEvent event, Rows rows) {
        switch (event) {
            case PartnerRegistered partner -> rows.add(PARTNER, partner.id(), partner.name());
            case PartnerRevised partner -> rows.add(PARTNER, partner.id(), partner.name());
            case PartnerCardAbsorbed absorbed -> rows.add(DOUBLE, absorbed.id(), absorbed.merged());
            case ContactAdded _,
                    PartnerExchangeLogged _,
                    PartnerCardConfirmed _,
                    ContactRoleChanged _,
                    ContactRemoved _,
                    TechFamiliaritySet _,
                    ChannelConstraintNoted _,
                    FundingObjectionDeclared _,
                    FundingObjectionWithdrawn _,
                    PartnerInvited _,
                    GreetingSent _,
                    PartnerCardMerged _ -> {}
        }
    }

    private static void fold(ProjectEvent event, Rows rows) {
        switch (event) {
            case ProjectDrafted project -> rows.add(PROJECT, project.id(), project.name());
            case NeedDeclared _,
                    NeedWithdrawn _,
                    AcquisitionModeChosen _,
                    ProjectDomainsTagged _,
                    ProjectMissionsNamed _,
                    StrategicFitAssessed _,
                    ImageContextsAgreed _ -> {}
        }
    }

    private static void fold(PartnershipEvent event, Rows rows) {
        var partnership = event.id();
        switch (event) {
            case PartnershipProposed proposed -> {
                rows.add(PARTNERSHIP, partnership, proposed.epnId(), proposed.projectId());
                new LinkedHashSet<>(proposed.partnerIds())
                        .forEach(partner -> rows.add(PARTICIPATION, partnership, partner, true));
            }
            case PartnerJoined joined -> rows.add(PARTICIPATION, partnership, joined.partnerId(), true);
            case PartnerLeft left -> rows.add(PARTICIPATION, partnership, left.partnerId(), false);
            case ContributionPledged pledge -> pledged(event, pledge.kind(), pledge.pledgeId(), pledge.amount(), rows);
            case PledgeAmended pledge -> pledged(event, pledge.kind(), pledge.pledgeId(), pledge.amount(), rows);
            case ContributionReceived receipt ->
                received(event, receipt.kind(), receipt.receiptId(), receipt.amount(), receipt.receivedOn(), rows);
            case ReceiptCorrected receipt ->
                received(event, receipt.kind(), receipt.receiptId(), receipt.amount(), receipt.receivedOn(), rows);
            case DirectCostRecorded cost ->
                rows.add(MONEY, partnership, "COST", cost.costId(), cost.amount(), cost.incurredOn());
            case DirectCostCorrected cost ->
                rows.add(MONEY, partnership, "COST", cost.costId(), cost.amount(), cost.incurredOn());
            case IntangibleBenefitRated benefit ->
                rows.add(INTANGIBLE, partnership, benefit.kind(), benefit.level(), benefit.note());
            case ProposalRevised _,
                    PilotAssigned _,
                    ResponsibilityAssigned _,
                    PostureSet _,
                    CumulationConflictWaived _,
                    SupportGranted _,
                    MilestonePlanned _,
                    MilestoneReached _,
                    TimeConstraintDeclared _,
                    TimeConstraintLifted _,
                    DocumentAttached _,
                    ToolAgreed _,
                    ToolTrainingPlanned _,
                    PartnerPresenceRecorded _,
                    ExchangeLogged _,
                    AuthorityClearanceRequested _,
                    AuthorityClearanceGranted _,
                    AuthorityClearanceRefused _,
                    NegotiationEntered _,
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
                    BilanDelivered _,
                    FollowUpDecided _ -> {}
        }
    }

    private static void pledged(
            PartnershipEvent event, ContributionKind kind, PledgeId pledge, Money amount, Rows rows) {
        rows.add(MONEY, event.id(), "PLEDGED_" + kind, pledge, amount, null);
    }

    private static void received(
            PartnershipEvent event, ContributionKind kind, ReceiptId receipt, Money amount, LocalDate on, Rows rows) {
        rows.add(MONEY, event.id(), kind, receipt, amount, on);
    }

    private static void fold(TimesheetEvent event, Rows rows) {
        switch (event) {
            case TimeLogged entry -> time(entry, "LOGGED", entry.role(), entry.note(), rows);
            case TimeCorrected entry -> time(entry, "CORRECTED", entry.role(), entry.reason(), rows);
        }
    }

    private static void time(
            TimesheetEvent entry, String kind, @Nullable Role role, @Nullable String remark, Rows rows) {
        rows.add(
                TIME,
                entry.partnershipId(),
                entry.entryId(),
                kind,
                entry.epnId(),
                entry.personId(),
                role,
                entry.phase(),
                entry.day(),
                entry.minutes(),
                remark);
    }
}

package org.maillage.query.bilan;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Id;
import org.maillage.kernel.bilan.BilanEvent;
import org.maillage.kernel.bilan.BilanEvent.*;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.deliverable.DeliverableEvent;
import org.maillage.kernel.deliverable.DeliverableEvent.*;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.AttendanceEntry;
import org.maillage.kernel.session.AttendanceStatus;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.kernel.session.SessionEvent.*;
import org.maillage.kernel.wire.EventCatalogue;
import org.maillage.kernel.wire.UnknownEventType;
import org.maillage.query.intake.Fact;
import org.maillage.query.intake.FactTable;
import org.maillage.query.intake.FactTable.Column;
import org.maillage.query.intake.FactTable.Type;
import org.maillage.query.intake.Projection;
import org.maillage.query.intake.Rows;
import org.springframework.stereotype.Component;

/** Sessions and their sheets, contributions, and what happened to the report itself. */
@Component
final class BilanProjection implements Projection {

    static final String NAME = "bilan";

    private static final Set<String> FAMILIES = Set.of("partnership", "session", "bilan", "deliverable");

    static final FactTable PARTNERSHIP = new FactTable(
            "partnership_fact",
            List.of(Column.of("partnership", Type.UUID), Column.of("epn", Type.UUID)),
            List.of("partnership"),
            List.of(),
            List.of("epn"));

    /** {@code kind}: PLANNED, HELD, CANCELLED, RESCHEDULED change its state; COUNTED and CLOSED do not. */
    static final FactTable SESSION = new FactTable(
            "session_fact",
            List.of(
                    Column.of("partnership", Type.UUID),
                    Column.of("session", Type.UUID),
                    Column.of("kind", Type.TEXT),
                    Column.nullable("minutes", Type.INTEGER),
                    Column.nullable("takes_place_on", Type.DATE),
                    Column.nullable("headcount", Type.INTEGER)),
            List.of("partnership"),
            List.of(),
            List.of());

    static final FactTable ROSTER = new FactTable(
            "roster_fact",
            List.of(
                    Column.of("partnership", Type.UUID),
                    Column.of("session", Type.UUID),
                    Column.of("person", Type.UUID)),
            List.of("partnership"),
            List.of("person"),
            List.of());

    static final FactTable ATTENDANCE = new FactTable(
            "attendance_fact",
            List.of(
                    Column.of("partnership", Type.UUID),
                    Column.of("session", Type.UUID),
                    Column.of("person", Type.UUID),
                    Column.of("status", Type.TEXT),
                    Column.of("new_audience", Type.BOOLEAN)),
            List.of("partnership"),
            List.of("person"),
            List.of());

    /** {@code kind}: PLEDGED, RECEIVED; {@code ref}: the pledge or the receipt. */
    static final FactTable CONTRIBUTION = new FactTable(
            "contribution_fact",
            List.of(
                    Column.of("partnership", Type.UUID),
                    Column.of("kind", Type.TEXT),
                    Column.of("ref", Type.UUID),
                    Column.of("amount", Type.NUMERIC)),
            List.of("partnership"),
            List.of(),
            List.of());

    /**
     * {@code kind}: DRAFTED, REVISED, REOPENED begin a version; SHARED, AMENDED, FINALISED do not. {@code party}: who drafted, received
     * or added; {@code text}: what was added, or why it was reopened.
     */
    static final FactTable REPORT = new FactTable(
            "report_fact",
            List.of(
                    Column.of("partnership", Type.UUID),
                    Column.of("bilan", Type.UUID),
                    Column.of("kind", Type.TEXT),
                    Column.nullable("version", Type.INTEGER),
                    Column.nullable("party", Type.UUID),
                    Column.nullable("text", Type.TEXT)),
            List.of("partnership"),
            List.of(),
            List.of());

    /** {@code kind}: COLLECTED, LICENSED, TRANSMITTED; {@code to_partner}: null when the centre uses it itself. */
    static final FactTable DELIVERABLE = new FactTable(
            "deliverable_fact",
            List.of(
                    Column.of("partnership", Type.UUID),
                    Column.of("deliverable", Type.UUID),
                    Column.of("kind", Type.TEXT),
                    Column.nullable("title", Type.TEXT),
                    Column.nullable("medium", Type.TEXT),
                    Column.nullable("licence", Type.TEXT),
                    Column.nullable("url", Type.TEXT),
                    Column.nullable("sha256", Type.TEXT),
                    Column.nullable("file_name", Type.TEXT),
                    Column.nullable("media_type", Type.TEXT),
                    Column.nullable("size", Type.BIGINT),
                    Column.nullable("to_partner", Type.UUID),
                    Column.nullable("used_by", Type.TEXT),
                    Column.nullable("context", Type.TEXT)),
            List.of("partnership"),
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
        return List.of(PARTNERSHIP, SESSION, ROSTER, ATTENDANCE, CONTRIBUTION, REPORT, DELIVERABLE);
    }

    @Override
    public boolean concerns(String type) {
        return FAMILIES.contains(EventCatalogue.named(type).aggregate());
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        switch (fact.event()) {
            case PartnershipEvent event -> fold(event, rows);
            case SessionEvent event -> fold(event, rows);
            case BilanEvent event -> fold(event, rows);
            case DeliverableEvent event -> fold(event, rows);
            default -> throw new UnknownEventType(fact.type());
        }
    }

    private static void fold(PartnershipEvent event, Rows rows) {
        var partnership = event.id();
        switch (event) {
            case PartnershipProposed proposed -> rows.add(PARTNERSHIP, partnership, proposed.epnId());
            case ContributionPledged pledge ->
                rows.add(CONTRIBUTION, partnership, "PLEDGED", pledge.pledgeId(), pledge.amount());
            case ContributionReceived receipt ->
                rows.add(CONTRIBUTION, partnership, "RECEIVED", receipt.receiptId(), receipt.amount());
            case PledgeAmended pledge ->
                rows.add(CONTRIBUTION, partnership, "PLEDGED", pledge.pledgeId(), pledge.amount());
            case ReceiptCorrected receipt ->
                rows.add(CONTRIBUTION, partnership, "RECEIVED", receipt.receiptId(), receipt.amount());
            case ExchangeLogged _,
                    AuthorityClearanceRequested _,
                    AuthorityClearanceGranted _,
                    AuthorityClearanceRefused _,
                    NegotiationEntered _,
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
                    PartnerJoined _,
                    PartnerLeft _,
                    PilotAssigned _,
                    ResponsibilityAssigned _,
                    PostureSet _,
                    CumulationConflictWaived _,
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

    private static void fold(SessionEvent event, Rows rows) {
        switch (event) {
            case SessionPlanned planned -> {
                session(planned, "PLANNED", planned.minutes(), planned.startsAt(), null, rows);
                for (var person : new LinkedHashSet<>(planned.roster())) {
                    rows.add(ROSTER, planned.partnershipId(), planned.id(), person);
                }
            }
            case SessionHeld held -> session(held, "HELD", null, null, null, rows);
            case SessionCancelled cancelled -> session(cancelled, "CANCELLED", null, null, null, rows);
            case SessionRescheduled rescheduled -> session(rescheduled, "RESCHEDULED", null, null, null, rows);
            case HeadcountRecorded counted -> session(counted, "COUNTED", null, null, counted.headcount(), rows);
            case SessionSeriesPlanned _, ImagesDecided _ -> {}
            case SheetClosed closed -> session(closed, "CLOSED", null, null, null, rows);
            case AttendanceRecorded recorded -> {
                var lines = new LinkedHashMap<PersonId, AttendanceEntry>();
                recorded.entries().forEach(entry -> lines.put(entry.personId(), entry));
                lines.values()
                        .forEach(line -> line(recorded, line.personId(), line.status(), line.newAudience(), rows));
            }
            case AttendanceCorrected corrected ->
                line(corrected, corrected.personId(), corrected.status(), corrected.newAudience(), rows);
        }
    }

    private static void session(
            SessionEvent event,
            String kind,
            @Nullable Minutes minutes,
            @Nullable Instant startsAt,
            @Nullable Integer headcount,
            Rows rows) {
        rows.add(
                SESSION,
                event.partnershipId(),
                event.id(),
                kind,
                minutes,
                startsAt == null ? null : BusinessDay.of(startsAt),
                headcount);
    }

    private static void line(
            SessionEvent event, PersonId person, AttendanceStatus status, boolean newAudience, Rows rows) {
        rows.add(ATTENDANCE, event.partnershipId(), event.id(), person, status, newAudience);
    }

    private static void fold(BilanEvent event, Rows rows) {
        switch (event) {
            case BilanDrafted drafted -> report(drafted, "DRAFTED", 1, drafted.draftedBy(), null, rows);
            case BilanRevised revised -> report(revised, "REVISED", revised.version(), revised.draftedBy(), null, rows);
            case BilanReopened reopened ->
                report(reopened, "REOPENED", reopened.version(), null, reopened.reason(), rows);
            case BilanShared shared -> report(shared, "SHARED", null, shared.partnerId(), null, rows);
            case BilanAmended amended -> report(amended, "AMENDED", null, amended.partnerId(), amended.text(), rows);
            case BilanFinalised finalised -> report(finalised, "FINALISED", null, null, null, rows);
        }
    }

    private static void report(
            BilanEvent event,
            String kind,
            @Nullable Integer version,
            @Nullable Id party,
            @Nullable String text,
            Rows rows) {
        rows.add(REPORT, event.partnershipId(), event.id(), kind, version, party, text);
    }

    private static void fold(DeliverableEvent event, Rows rows) {
        var partnership = event.partnershipId();
        switch (event) {
            case DeliverableCollected made -> {
                var file = made.file();
                rows.add(
                        DELIVERABLE,
                        partnership,
                        made.id(),
                        "COLLECTED",
                        made.title(),
                        made.medium(),
                        made.licence(),
                        made.url(),
                        file == null ? null : file.sha256(),
                        file == null ? null : file.name(),
                        file == null ? null : file.mediaType(),
                        file == null ? null : file.size(),
                        null,
                        null,
                        null);
            }
            case DeliverableLicensed licensed ->
                rows.add(
                        DELIVERABLE,
                        partnership,
                        licensed.id(),
                        "LICENSED",
                        null,
                        null,
                        licensed.licence(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
            case DeliverableTransmitted sent ->
                rows.add(
                        DELIVERABLE,
                        partnership,
                        sent.id(),
                        "TRANSMITTED",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        sent.toPartnerId(),
                        sent.user(),
                        sent.context());
        }
    }
}

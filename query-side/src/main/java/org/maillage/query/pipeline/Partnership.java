package org.maillage.query.pipeline;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.bilan.BilanEvent;
import org.maillage.kernel.bilan.BilanEvent.BilanDrafted;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.convention.ConventionEvent;
import org.maillage.kernel.convention.ConventionEvent.ConventionDrafted;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.deliverable.DeliverableEvent;
import org.maillage.kernel.deliverable.DeliverableEvent.*;
import org.maillage.kernel.deliverable.DeliverableId;
import org.maillage.kernel.funding.CumulationConflict;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.MilestoneId;
import org.maillage.kernel.partnership.MilestoneKind;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.ReceiptId;
import org.maillage.kernel.partnership.TimeConstraintId;
import org.maillage.kernel.partnership.ToolId;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.kernel.session.SessionEvent.SessionPlanned;
import org.maillage.kernel.session.SessionId;

/** A partnership and all that is decided in it, as far as it is known. */
final class Partnership {

    private PartnershipStanding standing;
    private Instant since;
    private List<Warning> adviceOnProposal;
    private List<String> missions;
    private PersonId pilot;
    private boolean pilotFromPartner;
    private final Map<String, Boolean> fieldsOfPartners = new HashMap<>();
    private boolean clearanceMissing;
    private boolean clearanceGranted;
    private @Nullable Clearance clearance;
    private boolean withoutConvention;
    private final Set<CumulationConflict> waived = new HashSet<>();
    private final Map<PledgeId, List<Warning>> adviceOnPledges = new HashMap<>();
    private final Map<ReceiptId, BigDecimal> receipts = new HashMap<>();
    private final Map<ToolId, ToolAgreed> tools = new HashMap<>();
    private final List<Exchange> exchanges = new ArrayList<>();
    private long lastPdfAt;
    private final Map<TimeConstraintId, TimeConstraintDeclared> constraints = new LinkedHashMap<>();
    private final Map<MilestoneId, MilestonePlanned> milestones = new LinkedHashMap<>();
    private final Set<MilestoneId> reached = new HashSet<>();
    private @Nullable Instant bilanMeetingAt;
    private final Set<PartnerId> present = new HashSet<>();
    private final Instant proposedAt;
    private @Nullable Instant startedAt;
    private boolean ended;
    private @Nullable LocalDate completedOn;
    private final Map<ConventionId, Convention> conventions = new LinkedHashMap<>();
    private final Map<SessionId, Session> sessions = new LinkedHashMap<>();
    private final Map<DeliverableId, Boolean> unlicensed = new HashMap<>();
    private @Nullable Report report;

    /** A clearance that the authority owes. */
    record Clearance(@Nullable PersonId deciderId, Instant since) {}

    /** Something that has a place in time. */
    private record Appointment(ZonedDateTime from, ZonedDateTime until) {

        static Appointment at(Instant instant, int minutes) {
            var from = instant.atZone(BusinessDay.ZONE);
            return new Appointment(from, from.plusMinutes(minutes));
        }

        boolean suits(TimeConstraintDeclared constraint) {
            DayOfWeek day = from.getDayOfWeek();
            var sameDay = from.toLocalDate().equals(until.toLocalDate());
            return constraint.openings().isEmpty()
                    || (sameDay
                            && constraint.openings().stream()
                                    .anyMatch(opening -> opening.day() == day
                                            && !from.toLocalTime().isBefore(opening.from())
                                            && !until.toLocalTime().isAfter(opening.until())));
        }
    }

    Partnership(PartnershipProposed proposed, Instant at) {
        standing = PartnershipStanding.after(null, proposed);
        since = at;
        proposedAt = at;
        adviceOnProposal = proposed.warnings();
        missions = proposed.missions();
        pilot = proposed.pilotId();
    }

    void on(PartnershipEvent event, Instant at, long position) {
        var before = standing.state();
        standing = PartnershipStanding.after(standing, event);
        if (standing.state() != before) {
            since = at;
        }
        switch (event) {
            case ProposalRevised e -> {
                adviceOnProposal = e.warnings();
                missions = e.missions();
            }
            case ExchangeLogged e -> exchanges.add(new Exchange(e.channel(), e.on(), position, e.contactId()));
            case AuthorityClearanceRequested e -> clearance = new Clearance(e.deciderId(), at);
            case AuthorityClearanceGranted _ -> {
                clearance = null;
                clearanceGranted = true;
            }
            case AuthorityClearanceRefused _ -> {
                clearance = null;
                clearanceGranted = false;
            }
            case NegotiationEntered e -> clearanceMissing = e.warnings().contains(Warning.NO_AUTHORITY_CLEARANCE);
            case ContributionPledged e -> adviceOnPledges.put(e.pledgeId(), e.warnings());
            case PledgeAmended e -> adviceOnPledges.put(e.pledgeId(), e.warnings());
            case ContributionReceived e ->
                receipts.put(e.receiptId(), e.amount().value());
            case ReceiptCorrected e -> receipts.put(e.receiptId(), e.amount().value());
            case PartnershipAgreed _ -> withoutConvention = false;
            case AgreedWithoutConvention e -> withoutConvention = e.warnings().contains(Warning.NO_CONVENTION);
            case CumulationConflictWaived e -> waived.addAll(e.conflicts());
            case PilotAssigned e -> {
                pilot = e.personId();
                pilotFromPartner = e.partnerId() != null;
            }
            case ResponsibilityAssigned e -> fieldsOfPartners.put(e.field(), e.partnerId() != null);
            case BilanMeetingScheduled e -> bilanMeetingAt = e.at();
            case MilestonePlanned e -> milestones.put(e.milestoneId(), e);
            case MilestoneReached e -> reached.add(e.milestoneId());
            case TimeConstraintDeclared e -> constraints.put(e.constraintId(), e);
            case TimeConstraintLifted e -> constraints.remove(e.constraintId());
            case DocumentAttached e -> {
                if (isPdf(e)) {
                    lastPdfAt = position;
                }
            }
            case ToolAgreed e -> tools.put(e.toolId(), e);
            case PartnerPresenceRecorded e -> present.add(e.partnerId());
            case ActionStarted _ -> startedAt = at;
            case ActionCompleted e -> {
                completedOn = e.completedOn();
                ended = true;
            }
            case PartnershipTerminated _ -> ended = true;
            case PartnershipProposed _,
                    DirectCostRecorded _,
                    DirectCostCorrected _,
                    ActionSuspended _,
                    ActionResumed _,
                    PartnershipDeclined _,
                    ProposalWithdrawn _,
                    IntangibleBenefitRated _,
                    BilanDelivered _,
                    FollowUpDecided _,
                    PartnerJoined _,
                    PartnerLeft _,
                    PostureSet _,
                    SupportGranted _,
                    ToolTrainingPlanned _ -> {}
        }
    }

    private static boolean isPdf(DocumentAttached document) {
        var file = document.file();
        var url = document.url();
        return (file != null && file.mediaType().equals("application/pdf"))
                || (url != null
                        && url.toLowerCase(Locale.ROOT).replaceAll("[?#].*", "").endsWith(".pdf"));
    }

    void on(ConventionEvent event, Instant at) {
        if (event instanceof ConventionDrafted drafted) {
            conventions.put(drafted.id(), new Convention(drafted, at));
        }
        var convention = conventions.get(event.id());
        if (convention != null) {
            convention.on(event, at);
        }
    }

    void on(SessionEvent event) {
        if (event instanceof SessionPlanned plan) {
            sessions.put(plan.id(), new Session(plan));
        }
        var session = sessions.get(event.id());
        if (session != null) {
            session.on(event);
        }
    }

    void on(BilanEvent event, Instant at) {
        if (event instanceof BilanDrafted drafted) {
            report = new Report(drafted, at);
        }
        if (report != null) {
            report.on(event, at);
        }
    }

    void on(DeliverableEvent event) {
        switch (event) {
            case DeliverableCollected e -> unlicensed.put(e.id(), false);
            case DeliverableTransmitted e -> {
                if (e.warnings().contains(Warning.UNLICENSED_DELIVERABLE)) {
                    unlicensed.put(e.id(), true);
                }
            }
            case DeliverableLicensed e -> unlicensed.put(e.id(), false);
        }
    }

    PartnershipId id() {
        return standing.id();
    }

    PartnershipStanding standing() {
        return standing;
    }

    PartnershipState state() {
        return standing.state();
    }

    /** Since when it is in its state. */
    Instant since() {
        return since;
    }

    List<PartnerId> partners() {
        return standing.partnerIds();
    }

    PersonId pilot() {
        return pilot;
    }

    /** Whether the last wording of the proposal called for it. */
    boolean wasAdvisedOnProposal(Warning warning) {
        return adviceOnProposal.contains(warning);
    }

    List<String> missions() {
        return missions;
    }

    /** Whether somebody of a partner leads it or answers for a field. */
    boolean isLedByPartnerToo() {
        return pilotFromPartner || fieldsOfPartners.containsValue(true);
    }

    boolean negotiatesWithoutClearance() {
        return clearanceMissing && !clearanceGranted;
    }

    /** What the authority was asked and did not answer. */
    @Nullable
    Clearance awaitedClearance() {
        return clearance;
    }

    boolean isWithoutConvention() {
        return withoutConvention;
    }

    boolean waived(CumulationConflict conflict) {
        return waived.contains(conflict);
    }

    boolean isPledgedFor(Warning warning) {
        return adviceOnPledges.values().stream().anyMatch(advice -> advice.contains(warning));
    }

    BigDecimal received() {
        return receipts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Whether a tool was agreed that some partner of the moment lacks and cannot simply install. */
    boolean usesLackedTool() {
        return tools.values().stream()
                .filter(tool -> tool.warnings().contains(Warning.TOOL_LACKED))
                .anyMatch(tool -> tool.lackedBy().stream().anyMatch(standing::concerns));
    }

    /** The last exchange with a partner: one of the partnership concerns all partners, unless it was with another one’s contact. */
    @Nullable
    Exchange lastExchangeWith(PartnerId id, Map<PartnerId, Partner> known) {
        var partner = known.get(id);
        var last = partner == null ? null : partner.lastExchange();
        for (var exchange : exchanges) {
            if (concerns(exchange, id, known)) {
                last = Exchange.later(last, exchange);
            }
        }
        return last;
    }

    /** Whether a PDF was attached and nobody saw, called or wrote to the partner since. */
    boolean sentOnlyPdfTo(PartnerId id, Map<PartnerId, Partner> known) {
        if (lastPdfAt == 0) {
            return false;
        }
        var partner = known.get(id);
        var own = partner == null ? null : partner.lastExchange();
        return Stream.concat(
                        Optional.ofNullable(own).stream(),
                        exchanges.stream().filter(exchange -> concerns(exchange, id, known)))
                .noneMatch(exchange -> exchange.position() > lastPdfAt && exchange.isPersonal());
    }

    private boolean concerns(Exchange exchange, PartnerId id, Map<PartnerId, Partner> known) {
        var contact = exchange.contactId();
        return contact == null
                || employs(known.get(id), contact)
                || standing.partnerIds().stream().noneMatch(other -> employs(known.get(other), contact));
    }

    private static boolean employs(@Nullable Partner partner, PersonId person) {
        return partner != null && partner.employs(person);
    }

    /** Whether something that is to come falls outside the hours of somebody who is needed. */
    boolean clashesWithConstraints() {
        if (constraints.isEmpty()) {
            return false;
        }
        var meeting = bilanMeetingAt;
        return Stream.of(
                        sessions.values().stream()
                                .filter(Session::isPlanned)
                                .map(session -> Appointment.at(session.startsAt(), session.minutes())),
                        milestones.values().stream()
                                .filter(milestone -> !reached.contains(milestone.milestoneId()))
                                .map(milestone -> Appointment.at(milestone.at(), 0)),
                        Optional.ofNullable(meeting).map(at -> Appointment.at(at, 0)).stream())
                .flatMap(appointments -> appointments)
                .anyMatch(appointment -> constraints.values().stream()
                        .filter(this::isOfSomebodyNeeded)
                        .anyMatch(constraint -> !appointment.suits(constraint)));
    }

    private boolean isOfSomebodyNeeded(TimeConstraintDeclared constraint) {
        var partner = constraint.partnerId();
        return partner == null || standing.concerns(partner);
    }

    /** The date of the bilan meeting, whether it was scheduled or planned as a milestone. */
    @Nullable
    Instant bilanMeetingAt() {
        return bilanMeetingAt != null
                ? bilanMeetingAt
                : milestones.values().stream()
                        .filter(milestone -> milestone.kind() == MilestoneKind.BILAN_MEETING)
                        .map(MilestonePlanned::at)
                        .max(Comparator.naturalOrder())
                        .orElse(null);
    }

    boolean sawPartner(PartnerId partner) {
        return present.contains(partner);
    }

    boolean isStarted() {
        return startedAt != null;
    }

    Instant proposedAt() {
        return proposedAt;
    }

    /** When its start was recorded. */
    @Nullable
    Instant startedAt() {
        return startedAt;
    }

    /** Completed or terminated. */
    boolean isEnded() {
        return ended;
    }

    @Nullable
    LocalDate completedOn() {
        return completedOn;
    }

    Collection<Convention> conventions() {
        return conventions.values();
    }

    /** The one that is neither expired nor terminated; there is one at most. */
    @Nullable
    Convention liveConvention() {
        return conventions.values().stream()
                .filter(Convention::isLive)
                .findFirst()
                .orElse(null);
    }

    Collection<Session> sessions() {
        return sessions.values();
    }

    boolean hasDeliverable() {
        return !unlicensed.isEmpty();
    }

    boolean sentUnlicensed() {
        return unlicensed.containsValue(true);
    }

    @Nullable
    Report report() {
        return report;
    }
}

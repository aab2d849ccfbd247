package org.maillage.query.agenda;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.convention.ConventionEvent;
import org.maillage.kernel.convention.ConventionEvent.ConventionDrafted;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.partnership.MilestoneId;
import org.maillage.kernel.partnership.MilestoneKind;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.ToolId;
import org.maillage.kernel.poll.DatePollEvent;
import org.maillage.kernel.poll.DatePollEvent.*;
import org.maillage.kernel.poll.DatePollId;
import org.maillage.kernel.project.ProjectId;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.kernel.session.SessionEvent.SessionPlanned;
import org.maillage.kernel.session.SessionId;
import org.maillage.kernel.session.SessionState;
import org.maillage.query.agenda.AgendaItem.Kind;

/** What has a date in one partnership. */
final class PartnershipAgenda {

    private final UUID id;
    private final ProjectId project;
    private boolean dead;
    private @Nullable Instant bilanMeetingAt;
    private final Map<MilestoneId, MilestonePlanned> milestones = new LinkedHashMap<>();
    private final Set<MilestoneId> reached = new LinkedHashSet<>();
    private final Map<ToolId, String> tools = new HashMap<>();
    private final Set<ToolTrainingPlanned> trainings = new LinkedHashSet<>();
    private final Map<SessionId, SessionPlanned> sessions = new LinkedHashMap<>();
    private final Map<SessionId, SessionState> sessionStates = new HashMap<>();
    private final Map<DatePollId, DatePollOpened> polls = new LinkedHashMap<>();
    private final Map<DatePollId, Instant> chosen = new HashMap<>();
    private final Map<ConventionId, ConventionDates> conventions = new LinkedHashMap<>();

    PartnershipAgenda(PartnershipProposed proposed) {
        id = proposed.id().value();
        project = proposed.projectId();
    }

    ProjectId project() {
        return project;
    }

    void on(Event recorded) {
        switch (recorded) {
            case PartnershipEvent event -> on(event);
            case SessionEvent event -> on(event);
            case DatePollEvent event -> on(event);
            case ConventionEvent event -> on(event);
            default -> throw new IllegalArgumentException(recorded + " gives nothing a date in a partnership");
        }
    }

    private void on(PartnershipEvent event) {
        switch (event) {
            case PartnershipDeclined _, ProposalWithdrawn _ -> dead = true;
            case BilanMeetingScheduled e -> bilanMeetingAt = e.at();
            case MilestonePlanned e -> milestones.put(e.milestoneId(), e);
            case MilestoneReached e -> reached.add(e.milestoneId());
            case ToolAgreed e -> tools.put(e.toolId(), e.name());
            case ToolTrainingPlanned e -> trainings.add(e);
            case PartnershipProposed _,
                    ExchangeLogged _,
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

    private void on(SessionEvent event) {
        if (event instanceof SessionPlanned planned) {
            sessions.put(planned.id(), planned);
        }
        sessionStates.compute(
                event.id(), (_, state) -> SessionState.after(state == null ? SessionState.PLANNED : state, event));
    }

    private void on(DatePollEvent event) {
        switch (event) {
            case DatePollOpened e -> polls.put(e.id(), e);
            case DatePollClosed e -> chosen.put(e.id(), e.chosen());
            case DatePollAnswered _ -> {}
        }
    }

    private void on(ConventionEvent event) {
        if (event instanceof ConventionDrafted drafted) {
            conventions.put(drafted.id(), new ConventionDates(drafted));
        }
        var convention = conventions.get(event.id());
        if (convention != null) {
            convention.on(event);
        }
    }

    /**
     * Everything that has a date; of a partnership that came to nothing only what is behind.
     *
     * @param projectName null as long as nothing says it
     */
    List<AgendaItem> items(@Nullable String projectName) {
        var items = new ArrayList<AgendaItem>();
        sessions.values().forEach(session -> items.add(item(session, projectName)));
        for (var milestone : milestones.values()) {
            if (!dead || reached.contains(milestone.milestoneId())) {
                items.add(item(milestone, projectName));
            }
        }
        if (dead) {
            return items;
        }
        var meeting = bilanMeetingAt;
        if (meeting != null) {
            items.add(at(Kind.BILAN_MEETING, meeting, "Réunion de bilan", null, id, "PLANNED", projectName));
        }
        for (var training : trainings) {
            var tool = tools.get(training.toolId());
            items.add(at(
                    Kind.TOOL_TRAINING,
                    training.at(),
                    tool == null ? "Prise en main d’un outil" : "Prise en main de l’outil «\u00a0" + tool + "\u00a0»",
                    training.place(),
                    training.toolId().value(),
                    "PLANNED",
                    projectName));
        }
        polls.values().forEach(poll -> add(items, poll, projectName));
        conventions.values().forEach(convention -> add(items, convention, projectName));
        return items;
    }

    private AgendaItem item(SessionPlanned session, @Nullable String projectName) {
        return new AgendaItem(
                Kind.SESSION,
                session.startsAt(),
                null,
                session.startsAt().plusSeconds(60L * session.minutes().value()),
                titled("Séance", projectName),
                session.place(),
                id,
                session.id().value(),
                sessionStates.getOrDefault(session.id(), SessionState.PLANNED).name());
    }

    private AgendaItem item(MilestonePlanned milestone, @Nullable String projectName) {
        var title = milestone.title();
        return at(
                Kind.MILESTONE,
                milestone.at(),
                title == null ? label(milestone.kind()) : title,
                milestone.place(),
                milestone.milestoneId().value(),
                reached.contains(milestone.milestoneId()) ? "REACHED" : "PLANNED",
                projectName);
    }

    private static String label(MilestoneKind kind) {
        return switch (kind) {
            case INFORMAL_MEETING -> "Rencontre informelle";
            case EXCHANGES -> "Allers-retours sur le projet commun";
            case FORMAL_MEETING -> "Rencontre formelle, vérification et signature";
            case SET_UP_MEETING -> "Rencontre de mise en place de l’action";
            case HIGHLIGHT -> "Temps fort de l’action";
            case BILAN_MEETING -> "Réunion de bilan";
            case OTHER -> "Rendez-vous";
        };
    }

    /** Its dates while it is open, then the chosen one alone. */
    private void add(List<AgendaItem> items, DatePollOpened poll, @Nullable String projectName) {
        var date = chosen.get(poll.id());
        var dates = date == null ? new LinkedHashSet<>(poll.options()) : Set.of(date);
        for (var option : dates) {
            items.add(at(
                    Kind.DATE_POLL,
                    option,
                    "Sondage\u00a0: " + poll.question(),
                    null,
                    poll.id().value(),
                    date == null ? "OPEN" : "CLOSED",
                    projectName));
        }
    }

    private void add(List<AgendaItem> items, ConventionDates convention, @Nullable String projectName) {
        for (var due : convention.approvals()) {
            items.add(on(
                    Kind.APPROVAL_DUE,
                    due.expectedOn(),
                    "Validation attendue\u00a0: " + due.step(),
                    convention.id().value(),
                    due.approved() ? "APPROVED" : "PENDING",
                    projectName));
        }
        var term = convention.term();
        if (term != null) {
            items.add(on(
                    Kind.CONVENTION_EXPIRES,
                    term,
                    "Échéance de la convention",
                    convention.id().value(),
                    convention.state().name(),
                    projectName));
        }
    }

    private AgendaItem at(
            Kind kind,
            Instant at,
            String title,
            @Nullable String place,
            UUID of,
            String state,
            @Nullable String projectName) {
        return new AgendaItem(kind, at, null, null, titled(title, projectName), place, id, of, state);
    }

    private AgendaItem on(Kind kind, LocalDate on, String title, UUID of, String state, @Nullable String projectName) {
        return new AgendaItem(kind, null, on, null, titled(title, projectName), null, id, of, state);
    }

    private static String titled(String title, @Nullable String projectName) {
        return projectName == null ? title : title + " – " + projectName;
    }
}

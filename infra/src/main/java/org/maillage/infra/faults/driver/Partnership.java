package org.maillage.infra.faults.driver;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.infra.faults.driver.Centre.Partner;
import org.maillage.infra.faults.driver.Centre.Person;
import org.maillage.infra.faults.driver.Centre.Project;

/** A partnership with all that hangs on it, until it is finished: then it is forgotten. */
final class Partnership extends Thing {

    enum State {
        PROPOSED,
        NEGOTIATING,
        AGREED,
        RUNNING,
        SUSPENDED,
        AWAITING_BILAN,
        TERMINATED,
        BILAN_SHARED,
        FOLLOWED_UP,
        DECLINED,
        WITHDRAWN
    }

    private static final EnumSet<State> EARLY = EnumSet.of(State.PROPOSED, State.NEGOTIATING);
    private static final EnumSet<State> OVER = EnumSet.of(State.FOLLOWED_UP, State.DECLINED, State.WITHDRAWN);

    final Centre centre;
    final Project project;
    final List<Partner> partners;
    final Person pilot;
    final LocalDate startedOn;
    /** So many facts make it ripe for its end. */
    final int ripeness;

    State state = State.PROPOSED;
    boolean bilanDelivered;
    boolean cleared;
    boolean endedEarly;
    /** One of its missions is that of the exclusive agreement. */
    boolean conflicted;

    boolean waived;
    /** A convention, or somebody drafting one; the same for the bilan. */
    boolean convenes;

    boolean reports;

    @Nullable
    Convention convention;

    @Nullable
    Bilan bilan;

    final List<Pledge> pledges = new ArrayList<>();
    final List<Receipt> receipts = new ArrayList<>();
    final List<Cost> costs = new ArrayList<>();
    final List<Milestone> milestones = new ArrayList<>();
    final List<Part> constraints = new ArrayList<>();
    final List<Part> documents = new ArrayList<>();
    final List<Part> tools = new ArrayList<>();
    final List<Session> sessions = new ArrayList<>();
    final List<Entry> entries = new ArrayList<>();
    final List<Deliverable> deliverables = new ArrayList<>();
    final List<Poll> polls = new ArrayList<>();
    final Set<Partner> pledgers = new HashSet<>();
    int age;
    boolean holdsProposals = true;
    /** By the count of commands. */
    long overAt;

    Partnership(
            String id,
            boolean hot,
            Centre centre,
            Project project,
            List<Partner> partners,
            Person pilot,
            LocalDate startedOn,
            int ripeness) {
        super(id, hot);
        this.centre = centre;
        this.project = project;
        this.partners = new ArrayList<>(partners);
        this.pilot = pilot;
        this.startedOn = startedOn;
        this.ripeness = ripeness;
    }

    static String proposal(Partner partner, Project project) {
        return partner.id + "/" + project.id;
    }

    boolean acceptsFacts() {
        return !OVER.contains(state);
    }

    boolean acceptsPledges() {
        return acceptsFacts() && state != State.PROPOSED;
    }

    boolean acceptsSessions() {
        return acceptsPledges() && state != State.NEGOTIATING;
    }

    boolean acceptsBilan() {
        return acceptsSessions() && state != State.AGREED;
    }

    boolean isEarly() {
        return EARLY.contains(state);
    }

    boolean isOver() {
        return OVER.contains(state);
    }

    boolean isRipe() {
        return age >= ripeness;
    }

    void enters(State next, Answer answer) {
        if (learns(answer)) {
            state = next;
        }
    }

    void delivered() {
        bilanDelivered = true;
        if (state == State.AWAITING_BILAN || state == State.TERMINATED) {
            state = State.BILAN_SHARED;
        }
    }

    @Override
    int patience() {
        return 6 + age / 8;
    }

    /** Named by an id, and no more. */
    static class Part extends Thing {
        Part(String id) {
            super(id, false);
        }
    }

    static final class Milestone extends Part {
        boolean reached;

        Milestone(String id) {
            super(id);
        }
    }

    static final class Pledge extends Part {
        BigDecimal amount;
        /** Also what is on its way. */
        BigDecimal received = BigDecimal.ZERO;

        Pledge(String id, BigDecimal amount) {
            super(id);
            this.amount = amount;
        }

        BigDecimal room() {
            return amount.subtract(received);
        }
    }

    static final class Receipt extends Part {
        final Pledge pledge;
        BigDecimal amount;

        Receipt(String id, Pledge pledge, BigDecimal amount) {
            super(id);
            this.pledge = pledge;
            this.amount = amount;
        }
    }

    static final class Cost extends Part {
        Cost(String id) {
            super(id);
        }
    }

    static final class Entry extends Part {
        final LocalDate day;
        int minutes;

        Entry(String id, LocalDate day, int minutes) {
            super(id);
            this.day = day;
            this.minutes = minutes;
        }
    }

    /** A step of the circuit; anybody may decide where nobody is named. */
    static final class Step {
        final String name;

        @Nullable
        Person decider;

        boolean approved;

        Step(String name, @Nullable Person decider) {
            this.name = name;
            this.decider = decider;
        }
    }

    static final class Convention extends Thing {
        enum Standing {
            DRAFT,
            SUBMITTED,
            VALIDATED,
            SIGNED,
            OVER
        }

        final Partnership partnership;
        final List<Step> circuit;
        Standing state = Standing.DRAFT;
        String hash;
        boolean complete;
        boolean amended;
        final LocalDate validUntil;
        final Set<String> signed = new HashSet<>();

        Convention(
                String id,
                Partnership partnership,
                List<Step> circuit,
                String hash,
                boolean complete,
                LocalDate validUntil) {
            super(id, false);
            this.partnership = partnership;
            this.circuit = circuit;
            this.hash = hash;
            this.complete = complete;
            this.validUntil = validUntil;
        }

        /** Another text, or other parties: everybody starts over. */
        void startOver() {
            state = Standing.DRAFT;
            circuit.forEach(step -> step.approved = false);
            signed.clear();
        }

        void validateOnceApproved() {
            if (circuit.stream().allMatch(step -> step.approved)) {
                state = Standing.VALIDATED;
            }
        }

        boolean isUnsigned() {
            return state == Standing.DRAFT || state == Standing.SUBMITTED || state == Standing.VALIDATED;
        }
    }

    static final class Session extends Thing {
        enum Course {
            PLANNED,
            HELD,
            OVER
        }

        final Partnership partnership;
        final Instant startsAt;
        final List<Person> roster;
        Course state = Course.PLANNED;
        boolean images;
        boolean recorded;
        boolean closed;

        Session(String id, Partnership partnership, Instant startsAt, List<Person> roster) {
            super(id, false);
            this.partnership = partnership;
            this.startsAt = startsAt;
            this.roster = roster;
        }
    }

    static final class Bilan extends Thing {
        enum Stage {
            DRAFT,
            SHARED,
            FINAL
        }

        final Set<Partner> sharedWith = new HashSet<>();
        Stage state = Stage.DRAFT;

        Bilan(String id) {
            super(id, false);
        }
    }

    static final class Deliverable extends Thing {
        final boolean showsSomebody;

        Deliverable(String id, boolean showsSomebody) {
            super(id, false);
            this.showsSomebody = showsSomebody;
        }
    }

    static final class Poll extends Thing {
        final List<Instant> options;
        boolean closed;

        Poll(String id, List<Instant> options) {
            super(id, false);
            this.options = options;
        }
    }
}

package org.maillage.query.pipeline;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.convention.CircuitStep;
import org.maillage.kernel.convention.ConventionEvent;
import org.maillage.kernel.convention.ConventionEvent.*;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.convention.ConventionState;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.convention.VersionHash;

/** A convention on its way. */
final class Convention {

    private final ConventionId id;
    private ConventionState state = ConventionState.DRAFT;
    private final Map<String, CircuitStep> circuit = new LinkedHashMap<>();
    private final Set<String> approved = new HashSet<>();
    private List<PartyId> parties;
    private final Set<PartyId> signed = new LinkedHashSet<>();
    private final Set<PartyId> writers = new HashSet<>();
    private VersionHash version;
    private @Nullable Integer plannedSessions;
    private @Nullable LocalDate validUntil;
    /** Since when it waits for the next step of the circuit, or for signatures. */
    private Instant waitingSince;

    Convention(ConventionDrafted drafted, Instant at) {
        id = drafted.id();
        parties = drafted.parties();
        drafted.circuit().forEach(step -> circuit.put(step.name(), step));
        version = drafted.versionHash();
        plannedSessions = drafted.plannedSessions();
        validUntil = drafted.validUntil();
        writers.add(drafted.draftedBy());
        waitingSince = at;
    }

    void on(ConventionEvent event, Instant at) {
        state = ConventionState.after(state, event);
        switch (event) {
            case ConventionRevised e -> {
                version(e.versionHash(), e.plannedSessions(), e.validUntil(), e.draftedBy());
                begin();
            }
            case ConventionAmended e -> {
                version(e.versionHash(), e.plannedSessions(), e.validUntil(), e.draftedBy());
                signed.clear();
                waitingSince = at;
            }
            case ConventionSubmitted _ -> {
                begin();
                waitingSince = at;
            }
            case StepApproved e -> {
                approved.add(e.step());
                waitingSince = at;
            }
            case StepRejected _ -> begin();
            case ConventionValidated _ -> waitingSince = at;
            case ConventionSigned e -> signed.add(e.party());
            case PartiesChanged e -> {
                parties = e.parties();
                begin();
            }
            case DeciderNamed e ->
                circuit.computeIfPresent(e.step(), (name, _) -> new CircuitStep(name, e.deciderId(), e.expectedOn()));
            case ConventionDrafted _,
                    ConventionFullySigned _,
                    MunicipalActAttached _,
                    ConventionTerminated _,
                    ConventionExpired _ -> {}
        }
    }

    private void version(VersionHash hash, @Nullable Integer sessions, @Nullable LocalDate until, PartyId writer) {
        version = hash;
        plannedSessions = sessions;
        validUntil = until;
        writers.add(writer);
    }

    private void begin() {
        approved.clear();
        signed.clear();
    }

    ConventionId id() {
        return id;
    }

    ConventionState state() {
        return state;
    }

    VersionHash version() {
        return version;
    }

    boolean isLive() {
        return switch (state) {
            case DRAFT, SUBMITTED, VALIDATED, PARTLY_SIGNED, SIGNED, AMENDED -> true;
            case EXPIRED, TERMINATED -> false;
        };
    }

    /** Whether every version so far was written in the name of the same party. */
    boolean hasOneWriter() {
        return writers.size() == 1;
    }

    @Nullable
    Integer plannedSessions() {
        return plannedSessions;
    }

    /** The last day of its term, for one that is in force. */
    @Nullable
    LocalDate term() {
        return switch (state) {
            case SIGNED, AMENDED -> validUntil;
            case DRAFT, SUBMITTED, VALIDATED, PARTLY_SIGNED, EXPIRED, TERMINATED -> null;
        };
    }

    /** Whether its term is near or behind on a day. */
    boolean expires(LocalDate today, int noticeDays) {
        var term = term();
        return term != null && !today.isBefore(term.minusDays(noticeDays));
    }

    /** The step that is to be decided now; approvals come in order. */
    @Nullable
    CircuitStep awaitedStep() {
        return state != ConventionState.SUBMITTED
                ? null
                : circuit.values().stream()
                        .filter(step -> !approved.contains(step.name()))
                        .findFirst()
                        .orElse(null);
    }

    /** Who is to sign the current version now. */
    List<PartyId> awaitedSignatures() {
        return switch (state) {
            case VALIDATED, PARTLY_SIGNED, AMENDED ->
                parties.stream().filter(party -> !signed.contains(party)).toList();
            case DRAFT, SUBMITTED, SIGNED, EXPIRED, TERMINATED -> List.of();
        };
    }

    Instant waitingSince() {
        return waitingSince;
    }
}

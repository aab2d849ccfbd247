package org.maillage.query.cards;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.convention.CircuitStep;
import org.maillage.kernel.convention.Clauses;
import org.maillage.kernel.convention.ConventionEvent;
import org.maillage.kernel.convention.ConventionEvent.*;
import org.maillage.kernel.convention.ConventionState;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.convention.VersionHash;
import org.maillage.query.intake.Recorded;

/**
 * A convention.
 *
 * @param versions every version, oldest first
 * @param circuit the steps as they stand for the current version
 * @param signatures those of the current version: voided ones stay in the history
 */
record ConventionCard(
        UUID id,
        UUID partnershipId,
        UUID epnId,
        ConventionState state,
        List<UUID> parties,
        List<Version> versions,
        List<Step> circuit,
        List<Signature> signatures) {

    record Version(
            int number,
            String hash,
            UUID draftedBy,
            Instant at,
            Clauses clauses,
            @Nullable Integer plannedSessions) {}

    /**
     * @param deciderId who decided, or else who alone may decide; null when that is open
     * @param at when it was decided
     */
    record Step(
            String name,
            @Nullable UUID deciderId,
            @Nullable LocalDate expectedOn,
            StepState state,
            @Nullable Instant at,
            @Nullable String reason) {

        static Step pending(CircuitStep step) {
            return new Step(
                    step.name(),
                    step.deciderId() == null ? null : step.deciderId().value(),
                    step.expectedOn(),
                    StepState.PENDING,
                    null,
                    null);
        }

        Step decided(UUID decider, StepState decision, Instant when, @Nullable String why) {
            return new Step(name, decider, expectedOn, decision, when, why);
        }
    }

    enum StepState {
        PENDING,
        APPROVED,
        REJECTED
    }

    record Signature(UUID party, UUID signatoryId, String versionHash, LocalDate signedOn) {}

    static ConventionCard of(List<Recorded> history) {
        var drafted = (ConventionDrafted) history.getFirst().event();
        var state = ConventionState.DRAFT;
        var versions = new ArrayList<Version>();
        var circuit = new LinkedHashMap<String, Step>();
        var signatures = new ArrayList<Signature>();
        for (var recorded : history) {
            var event = (ConventionEvent) recorded.event();
            state = ConventionState.after(state, event);
            switch (event) {
                case ConventionDrafted e -> {
                    open(circuit, e.circuit());
                    versions.add(version(
                            e.versionNumber(),
                            e.versionHash(),
                            e.draftedBy(),
                            recorded.at(),
                            e.clauses(),
                            e.plannedSessions()));
                }
                case ConventionRevised e -> {
                    open(circuit, drafted.circuit());
                    signatures.clear();
                    versions.add(version(
                            e.versionNumber(),
                            e.versionHash(),
                            e.draftedBy(),
                            recorded.at(),
                            e.clauses(),
                            e.plannedSessions()));
                }
                // A circuit that begins again forgets the rejection that the draft showed until now.
                case ConventionSubmitted _ -> open(circuit, drafted.circuit());
                case StepApproved e ->
                    circuit.computeIfPresent(
                            e.step(),
                            (_, step) -> step.decided(e.deciderId().value(), StepState.APPROVED, recorded.at(), null));
                case StepRejected e -> {
                    open(circuit, drafted.circuit());
                    circuit.computeIfPresent(
                            e.step(),
                            (_, step) ->
                                    step.decided(e.deciderId().value(), StepState.REJECTED, recorded.at(), e.reason()));
                }
                case ConventionSigned e ->
                    signatures.add(new Signature(
                            e.party().value(),
                            e.signatoryId().value(),
                            e.versionHash().value(),
                            e.signedOn()));
                case ConventionValidated _,
                        ConventionFullySigned _,
                        PartiesChanged _,
                        DeciderNamed _,
                        MunicipalActAttached _,
                        ConventionAmended _,
                        ConventionTerminated _,
                        ConventionExpired _ -> {}
            }
        }
        return new ConventionCard(
                drafted.id().value(),
                drafted.partnershipId().value(),
                drafted.epnId().value(),
                state,
                drafted.parties().stream().map(PartyId::value).toList(),
                List.copyOf(versions),
                List.copyOf(circuit.values()),
                List.copyOf(signatures));
    }

    private static void open(Map<String, Step> circuit, List<CircuitStep> steps) {
        circuit.clear();
        steps.forEach(step -> circuit.put(step.name(), Step.pending(step)));
    }

    private static Version version(
            int number,
            VersionHash hash,
            PartyId draftedBy,
            Instant at,
            Clauses clauses,
            @Nullable Integer plannedSessions) {
        return new Version(number, hash.value(), draftedBy.value(), at, clauses, plannedSessions);
    }
}

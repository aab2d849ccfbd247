package org.maillage.query.cards;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
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
import org.maillage.kernel.document.StoredFile;
import org.maillage.query.intake.Recorded;

/**
 * A convention.
 *
 * @param parties who must sign
 * @param validUntil the last day of the term of the current version; null for none
 * @param versions every version, oldest first, amendments (avenants) included
 * @param circuit the steps as they stand for the current version
 * @param signatures those of the current version: voided ones stay in the history
 * @param earlierSignatures those of the signed texts that the current version amends: they are not void
 * @param endedOn when it was terminated or expired
 * @param endReason why it was terminated
 */
record ConventionCard(
        UUID id,
        UUID partnershipId,
        UUID epnId,
        ConventionState state,
        List<UUID> parties,
        List<Version> versions,
        List<Step> circuit,
        List<Signature> signatures,
        @Nullable LocalDate validUntil,
        List<Signature> earlierSignatures,
        List<MunicipalAct> municipalActs,
        @Nullable LocalDate endedOn,
        @Nullable String endReason) {

    /**
     * @param amendment whether it is an avenant to a signed text
     * @param reason of an amendment
     */
    record Version(
            int number,
            String hash,
            UUID draftedBy,
            Instant at,
            Clauses clauses,
            @Nullable Integer plannedSessions,
            @Nullable LocalDate validUntil,
            boolean amendment,
            @Nullable String reason) {}

    /** The act by which the municipality decides (arrêté, délibération). */
    record MunicipalAct(
            String reference,
            LocalDate adoptedOn,
            @Nullable String url,
            @Nullable StoredFile file,
            Instant at) {}

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

        /** Somebody is to decide it; a decision that was taken stays. */
        Step with(CircuitStep named) {
            return state == StepState.PENDING ? pending(named) : this;
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
        var parties = drafted.parties();
        var steps = new LinkedHashMap<String, CircuitStep>();
        var circuit = new LinkedHashMap<String, Step>();
        var signatures = new ArrayList<Signature>();
        var earlier = new ArrayList<Signature>();
        var acts = new ArrayList<MunicipalAct>();
        LocalDate endedOn = null;
        String endReason = null;
        for (var recorded : history) {
            var event = (ConventionEvent) recorded.event();
            state = ConventionState.after(state, event);
            switch (event) {
                case ConventionDrafted e -> {
                    e.circuit().forEach(step -> steps.put(step.name(), step));
                    open(circuit, steps.values());
                    versions.add(new Version(
                            e.versionNumber(),
                            e.versionHash().value(),
                            e.draftedBy().value(),
                            recorded.at(),
                            e.clauses(),
                            e.plannedSessions(),
                            e.validUntil(),
                            false,
                            null));
                }
                case ConventionRevised e -> {
                    open(circuit, steps.values());
                    signatures.clear();
                    versions.add(new Version(
                            e.versionNumber(),
                            e.versionHash().value(),
                            e.draftedBy().value(),
                            recorded.at(),
                            e.clauses(),
                            e.plannedSessions(),
                            e.validUntil(),
                            false,
                            null));
                }
                case PartiesChanged e -> {
                    parties = e.parties();
                    open(circuit, steps.values());
                    signatures.clear();
                }
                // A circuit that begins again forgets the rejection that the draft showed until now.
                case ConventionSubmitted _ -> open(circuit, steps.values());
                case DeciderNamed e -> {
                    var named = steps.computeIfPresent(
                            e.step(), (name, _) -> new CircuitStep(name, e.deciderId(), e.expectedOn()));
                    if (named != null) {
                        circuit.computeIfPresent(e.step(), (_, step) -> step.with(named));
                    }
                }
                case StepApproved e ->
                    circuit.computeIfPresent(
                            e.step(),
                            (_, step) -> step.decided(e.deciderId().value(), StepState.APPROVED, recorded.at(), null));
                case StepRejected e -> {
                    open(circuit, steps.values());
                    circuit.computeIfPresent(
                            e.step(),
                            (_, step) ->
                                    step.decided(e.deciderId().value(), StepState.REJECTED, recorded.at(), e.reason()));
                }
                case MunicipalActAttached e ->
                    acts.add(new MunicipalAct(e.reference(), e.adoptedOn(), e.url(), e.file(), recorded.at()));
                case ConventionSigned e ->
                    signatures.add(new Signature(
                            e.party().value(),
                            e.signatoryId().value(),
                            e.versionHash().value(),
                            e.signedOn()));
                case ConventionAmended e -> {
                    earlier.addAll(signatures);
                    signatures.clear();
                    versions.add(new Version(
                            e.versionNumber(),
                            e.versionHash().value(),
                            e.draftedBy().value(),
                            recorded.at(),
                            e.clauses(),
                            e.plannedSessions(),
                            e.validUntil(),
                            true,
                            e.reason()));
                }
                case ConventionTerminated e -> {
                    endedOn = e.terminatedOn();
                    endReason = e.reason();
                }
                case ConventionExpired e -> endedOn = e.expiredOn();
                case ConventionValidated _, ConventionFullySigned _ -> {}
            }
        }
        return new ConventionCard(
                drafted.id().value(),
                drafted.partnershipId().value(),
                drafted.epnId().value(),
                state,
                parties.stream().map(PartyId::value).toList(),
                List.copyOf(versions),
                List.copyOf(circuit.values()),
                List.copyOf(signatures),
                versions.getLast().validUntil(),
                List.copyOf(earlier),
                List.copyOf(acts),
                endedOn,
                endReason);
    }

    /** Nothing is decided any more; who was named to decide stays named. */
    private static void open(Map<String, Step> circuit, Collection<CircuitStep> steps) {
        circuit.clear();
        steps.forEach(step -> circuit.put(step.name(), Step.pending(step)));
    }
}

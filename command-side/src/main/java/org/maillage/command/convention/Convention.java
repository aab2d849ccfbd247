package org.maillage.command.convention;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.maillage.command.CumulationCheck;
import org.maillage.command.Known;
import org.maillage.command.NotAParty;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.convention.ConventionCommand.*;
import org.maillage.command.ledger.Claims;
import org.maillage.command.ledger.Look;
import org.maillage.kernel.convention.CircuitStep;
import org.maillage.kernel.convention.Clauses;
import org.maillage.kernel.convention.ConventionEvent;
import org.maillage.kernel.convention.ConventionEvent.*;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.convention.ConventionState;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.convention.VersionHash;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.kernel.person.PersonId;

@Aggregate
final class Convention {

    static final String LIVE_CLAIM = "live-convention";

    private static final Set<ConventionState> UNDECIDED = EnumSet.of(ConventionState.DRAFT, ConventionState.SUBMITTED);
    private static final Set<ConventionState> UNSIGNED =
            EnumSet.range(ConventionState.DRAFT, ConventionState.PARTLY_SIGNED);
    private static final Set<ConventionState> SIGNABLE =
            EnumSet.of(ConventionState.VALIDATED, ConventionState.PARTLY_SIGNED, ConventionState.AMENDED);
    private static final Set<ConventionState> IN_FORCE = EnumSet.of(ConventionState.SIGNED, ConventionState.AMENDED);

    private static final Set<ConventionState> OVER = EnumSet.of(ConventionState.EXPIRED, ConventionState.TERMINATED);

    @AggregateIdentifier
    private ConventionId id;

    private PartnershipId partnershipId;
    private EpnId epnId;
    private List<PartyId> parties;
    private List<CircuitStep> circuit;
    private Clauses clauses;
    private @Nullable Integer plannedSessions;
    private @Nullable LocalDate validUntil;
    private int versionNumber;
    private VersionHash versionHash;
    private ConventionState state;
    private final Map<String, PersonId> approvals = new HashMap<>();
    private final Map<PartyId, PersonId> signatures = new HashMap<>();
    private final Set<MunicipalActAttached> acts = new HashSet<>();

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    DraftedVersion handle(DraftConvention command, Look look, Claims claims) {
        var partnership = Known.partnership(look, command.partnershipId());
        requireDraftable(partnership);
        var signing = partiesOf(partnership);
        if (!signing.contains(command.draftedBy())) {
            throw new NotAParty();
        }
        var steps =
                command.circuit() == null ? DefaultCircuit.of(look, partnership, command.today()) : command.circuit();
        steps.forEach(step -> Known.personOrNobody(look, step.deciderId(), partnership.epnId()));
        claims.take(LIVE_CLAIM, command.partnershipId().toString(), command.id(), ConventionAlreadyExists::new);
        var hash = command.clauses().hash(command.plannedSessions(), command.validUntil());
        apply(new ConventionDrafted(
                command.id(),
                command.partnershipId(),
                partnership.epnId(),
                signing,
                steps,
                command.clauses(),
                command.plannedSessions(),
                1,
                hash,
                command.draftedBy(),
                command.validUntil()));
        return new DraftedVersion(1, hash);
    }

    /** The centre, and every partner of the moment. */
    static List<PartyId> partiesOf(PartnershipStanding partnership) {
        var parties = new ArrayList<PartyId>();
        parties.add(PartyId.of(partnership.epnId()));
        partnership.partnerIds().forEach(partner -> parties.add(PartyId.of(partner)));
        return parties;
    }

    private static void requireDraftable(PartnershipStanding partnership) {
        if (!partnership.acceptsDrafts()) {
            throw new WrongPartnershipState(partnership.state());
        }
    }

    private void requireNegotiating(Look look) {
        var partnership = Known.partnership(look, partnershipId);
        if (partnership.state() != PartnershipState.NEGOTIATING) {
            throw new WrongPartnershipState(partnership.state());
        }
    }

    @CommandHandler
    DraftedVersion handle(ReviseConvention command, Look look) {
        if (!parties.contains(command.draftedBy())) {
            throw new NotAParty();
        }
        if (isCurrent(command.clauses(), command.plannedSessions(), command.validUntil())) {
            return new DraftedVersion(versionNumber, versionHash);
        }
        requireState(UNSIGNED);
        requireDraftable(Known.partnership(look, partnershipId));
        var hash = command.clauses().hash(command.plannedSessions(), command.validUntil());
        var number = versionNumber + 1;
        apply(new ConventionRevised(
                id,
                partnershipId,
                epnId,
                command.clauses(),
                command.plannedSessions(),
                number,
                hash,
                command.draftedBy(),
                command.validUntil()));
        return new DraftedVersion(number, hash);
    }

    private boolean isCurrent(Clauses text, @Nullable Integer sessions, @Nullable LocalDate until) {
        return text.equals(clauses) && Objects.equals(sessions, plannedSessions) && Objects.equals(until, validUntil);
    }

    @CommandHandler
    void handle(ChangeParties command) {
        if (command.parties().equals(parties)) {
            return;
        }
        requireState(UNSIGNED);
        apply(new PartiesChanged(id, partnershipId, epnId, command.parties()));
    }

    @CommandHandler
    void handle(NameDecider command, Look look) {
        var step = step(command.step());
        Known.person(look, command.deciderId(), epnId);
        var expectedOn = command.expectedOn() == null ? step.expectedOn() : command.expectedOn();
        if (command.deciderId().equals(step.deciderId()) && Objects.equals(expectedOn, step.expectedOn())) {
            return;
        }
        requireState(UNDECIDED);
        if (approvals.containsKey(step.name())) {
            throw new StepAlreadyDecided();
        }
        requireOpen(look);
        apply(new DeciderNamed(id, partnershipId, epnId, step.name(), command.deciderId(), expectedOn));
    }

    @CommandHandler
    void handle(AttachMunicipalAct command, Look look) {
        var act = new MunicipalActAttached(
                id, partnershipId, epnId, command.reference(), command.adoptedOn(), command.url(), command.file());
        if (acts.contains(act)) {
            return;
        }
        requireOpen(look);
        apply(act);
    }

    @CommandHandler
    void handle(SubmitConvention command, Look look) {
        if (state != ConventionState.DRAFT) {
            return;
        }
        requireNegotiating(look);
        requireComplete(clauses, plannedSessions);
        apply(new ConventionSubmitted(id, partnershipId, epnId, versionNumber));
        validateOnceApproved();
    }

    private static void requireComplete(Clauses text, @Nullable Integer sessions) {
        var missing = text.missing(sessions);
        if (!missing.isEmpty()) {
            throw new ConventionIncomplete(missing);
        }
    }

    @CommandHandler
    void handle(ApproveStep command, Look look) {
        var step = step(command.step());
        Known.person(look, command.deciderId(), epnId);
        requireDecider(step, command.deciderId());
        if (approvals.containsKey(command.step())) {
            return;
        }
        requireTurn(step);
        requireOpen(look);
        apply(new StepApproved(id, partnershipId, epnId, command.step(), command.deciderId()));
        validateOnceApproved();
    }

    @CommandHandler
    void handle(RejectStep command, Look look) {
        var step = step(command.step());
        Known.person(look, command.deciderId(), epnId);
        requireDecider(step, command.deciderId());
        requireTurn(step);
        requireOpen(look);
        apply(new StepRejected(id, partnershipId, epnId, command.step(), command.deciderId(), command.reason()));
    }

    private CircuitStep step(String name) {
        return circuit.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(UnknownStep::new);
    }

    private void requireDecider(CircuitStep step, PersonId decider) {
        var approver = approvals.get(step.name());
        if (step.deciderId() != null && !step.deciderId().equals(decider)
                || approver != null && !approver.equals(decider)) {
            throw new NotTheDecider();
        }
    }

    private void requireTurn(CircuitStep step) {
        if (state != ConventionState.SUBMITTED) {
            throw new WrongConventionState(state);
        }
        var awaited = circuit.stream()
                .filter(candidate -> !approvals.containsKey(candidate.name()))
                .findFirst();
        if (awaited.isPresent() && !awaited.get().equals(step)) {
            throw new ApprovalOutOfOrder(awaited.get().name());
        }
    }

    private void validateOnceApproved() {
        if (approvals.size() == circuit.size()) {
            apply(new ConventionValidated(id, partnershipId, epnId, versionNumber));
        }
    }

    @CommandHandler
    Signed handle(SignConvention command, Look look) {
        if (!command.versionHash().equals(versionHash)) {
            throw new OutdatedVersionSigned(versionNumber);
        }
        if (!parties.contains(command.party())) {
            throw new NotAParty();
        }
        Known.person(look, command.signatoryId(), epnId);
        var signatory = signatures.get(command.party());
        if (signatory != null) {
            if (signatory.equals(command.signatoryId())) {
                return new Signed(fullySigned());
            }
            throw new AlreadySigned();
        }
        requireSignable(look, command.today());
        apply(new ConventionSigned(
                id,
                partnershipId,
                epnId,
                command.party(),
                command.signatoryId(),
                command.versionHash(),
                command.signedOn()));
        if (fullySigned()) {
            apply(new ConventionFullySigned(id, partnershipId, epnId, versionHash));
        }
        return new Signed(fullySigned());
    }

    private boolean fullySigned() {
        return signatures.keySet().containsAll(parties);
    }

    private void requireSignable(Look look, LocalDate today) {
        if (OVER.contains(state)) {
            throw new WrongConventionState(state);
        }
        if (!SIGNABLE.contains(state)) {
            throw new ConventionNotValidated();
        }
        // An amendment is signed in the course of the action, a convention before it.
        if (state == ConventionState.AMENDED) {
            requireOpen(look);
        } else {
            requireNegotiating(look);
        }
        var conflicts = CumulationCheck.open(look, Known.partnership(look, partnershipId), today);
        if (!conflicts.isEmpty()) {
            throw new CumulationConflict(conflicts.stream()
                    .map(conflict -> conflict.funder())
                    .distinct()
                    .toList());
        }
    }

    @CommandHandler
    DraftedVersion handle(AmendConvention command, Look look) {
        if (!parties.contains(command.draftedBy())) {
            throw new NotAParty();
        }
        requireState(IN_FORCE);
        if (isCurrent(command.clauses(), command.plannedSessions(), command.validUntil())) {
            return new DraftedVersion(versionNumber, versionHash);
        }
        requireComplete(command.clauses(), command.plannedSessions());
        requireOpen(look);
        var hash = command.clauses().hash(command.plannedSessions(), command.validUntil());
        var number = versionNumber + 1;
        apply(new ConventionAmended(
                id,
                partnershipId,
                epnId,
                command.clauses(),
                command.plannedSessions(),
                command.validUntil(),
                number,
                hash,
                command.draftedBy(),
                command.reason()));
        return new DraftedVersion(number, hash);
    }

    @CommandHandler
    void handle(TerminateConvention command, Look look, Claims claims) {
        if (state == ConventionState.TERMINATED) {
            return;
        }
        requireState(IN_FORCE);
        requireOpen(look);
        claims.release(LIVE_CLAIM, partnershipId.toString(), id);
        apply(new ConventionTerminated(id, partnershipId, epnId, command.terminatedOn(), command.reason()));
    }

    @CommandHandler
    void handle(ExpireConvention command, Look look, Claims claims) {
        if (state == ConventionState.EXPIRED) {
            return;
        }
        requireState(IN_FORCE);
        if (validUntil == null) {
            throw new ConventionWithoutTerm();
        }
        if (command.expiredOn().isBefore(validUntil)) {
            throw new TermNotReached(validUntil);
        }
        requireOpen(look);
        claims.release(LIVE_CLAIM, partnershipId.toString(), id);
        apply(new ConventionExpired(id, partnershipId, epnId, command.expiredOn()));
    }

    private void requireState(Set<ConventionState> legal) {
        if (!legal.contains(state)) {
            throw new WrongConventionState(state);
        }
    }

    private void requireOpen(Look look) {
        var partnership = Known.partnership(look, partnershipId);
        if (!partnership.acceptsFacts()) {
            throw new WrongPartnershipState(partnership.state());
        }
    }

    @EventSourcingHandler
    void on(ConventionEvent event) {
        state = ConventionState.after(state, event);
        switch (event) {
            case ConventionDrafted drafted -> {
                id = drafted.id();
                partnershipId = drafted.partnershipId();
                epnId = drafted.epnId();
                parties = drafted.parties();
                circuit = drafted.circuit();
                text(drafted.clauses(), drafted.plannedSessions(), drafted.validUntil());
                version(drafted.versionNumber(), drafted.versionHash());
            }
            case ConventionRevised revised -> {
                text(revised.clauses(), revised.plannedSessions(), revised.validUntil());
                version(revised.versionNumber(), revised.versionHash());
            }
            case ConventionAmended amended -> {
                text(amended.clauses(), amended.plannedSessions(), amended.validUntil());
                version(amended.versionNumber(), amended.versionHash());
            }
            case PartiesChanged changed -> {
                parties = changed.parties();
                startOver();
            }
            case DeciderNamed named ->
                circuit = circuit.stream()
                        .map(step -> step.name().equals(named.step())
                                ? new CircuitStep(step.name(), named.deciderId(), named.expectedOn())
                                : step)
                        .toList();
            case StepApproved approved -> approvals.put(approved.step(), approved.deciderId());
            case StepRejected _ -> approvals.clear();
            case MunicipalActAttached act -> acts.add(act);
            case ConventionSigned signed -> signatures.put(signed.party(), signed.signatoryId());
            case ConventionSubmitted _,
                    ConventionValidated _,
                    ConventionFullySigned _,
                    ConventionTerminated _,
                    ConventionExpired _ -> {}
        }
    }

    private void text(Clauses wording, @Nullable Integer sessions, @Nullable LocalDate until) {
        clauses = wording;
        plannedSessions = sessions;
        validUntil = until;
    }

    private void version(int number, VersionHash hash) {
        versionNumber = number;
        versionHash = hash;
        startOver();
    }

    private void startOver() {
        approvals.clear();
        signatures.clear();
    }
}

package org.maillage.command.convention;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
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
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.PartnerRegistered;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.kernel.person.PersonId;

@Aggregate
final class Convention {

    @AggregateIdentifier
    private ConventionId id;

    private PartnershipId partnershipId;
    private EpnId epnId;
    private List<PartyId> parties;
    private List<CircuitStep> circuit;
    private Clauses clauses;
    private @Nullable Integer plannedSessions;
    private int versionNumber;
    private VersionHash versionHash;
    private ConventionState state;
    private final Map<String, PersonId> approvals = new HashMap<>();
    private final Map<PartyId, PersonId> signatures = new HashMap<>();

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    DraftedVersion handle(DraftConvention command, Look look, Claims claims) {
        var partnership = Known.partnership(look, command.partnershipId());
        requireDraftable(partnership);
        var signing = partiesOf(partnership);
        if (!signing.contains(command.draftedBy())) {
            throw new NotAParty();
        }
        var steps = command.circuit() == null ? CircuitTemplate.of(kinds(look, partnership)) : command.circuit();
        steps.forEach(step -> Known.personOrNobody(look, step.deciderId(), partnership.epnId()));
        claims.take("live-convention", command.partnershipId().toString(), command.id(), ConventionAlreadyExists::new);
        var hash = command.clauses().hash(command.plannedSessions(), null);
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
                null));
        return new DraftedVersion(1, hash);
    }

    private static List<PartyId> partiesOf(PartnershipStanding partnership) {
        var parties = new ArrayList<PartyId>();
        parties.add(PartyId.of(partnership.epnId()));
        partnership.partnerIds().forEach(partner -> parties.add(PartyId.of(partner)));
        return parties;
    }

    private static List<PartnerKind> kinds(Look look, PartnershipStanding partnership) {
        return partnership.partnerIds().stream()
                .map(partner -> look.state(partner, PartnerEvent.class, Convention::kindOf))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable PartnerKind kindOf(@Nullable PartnerKind before, PartnerEvent event) {
        return event instanceof PartnerRegistered registered ? registered.kind() : before;
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
        if (command.clauses().equals(clauses) && Objects.equals(command.plannedSessions(), plannedSessions)) {
            return new DraftedVersion(versionNumber, versionHash);
        }
        if (state == ConventionState.SIGNED) {
            throw new WrongConventionState(state);
        }
        requireDraftable(Known.partnership(look, partnershipId));
        var hash = command.clauses().hash(command.plannedSessions(), null);
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
                null));
        return new DraftedVersion(number, hash);
    }

    @CommandHandler
    void handle(SubmitConvention command, Look look) {
        if (state != ConventionState.DRAFT) {
            return;
        }
        requireNegotiating(look);
        var missing = clauses.missing(plannedSessions);
        if (!missing.isEmpty()) {
            throw new ConventionIncomplete(missing);
        }
        apply(new ConventionSubmitted(id, partnershipId, epnId, versionNumber));
        validateOnceApproved();
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
        apply(new StepApproved(id, partnershipId, epnId, command.step(), command.deciderId()));
        validateOnceApproved();
    }

    @CommandHandler
    void handle(RejectStep command, Look look) {
        var step = step(command.step());
        Known.person(look, command.deciderId(), epnId);
        requireDecider(step, command.deciderId());
        requireTurn(step);
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
                return new Signed(state == ConventionState.SIGNED);
            }
            throw new AlreadySigned();
        }
        if (state != ConventionState.VALIDATED && state != ConventionState.PARTLY_SIGNED) {
            throw new ConventionNotValidated();
        }
        requireNegotiating(look);
        apply(new ConventionSigned(
                id,
                partnershipId,
                epnId,
                command.party(),
                command.signatoryId(),
                command.versionHash(),
                command.signedOn()));
        var complete = signatures.size() == parties.size();
        if (complete) {
            apply(new ConventionFullySigned(id, partnershipId, epnId, versionHash));
        }
        return new Signed(complete);
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
                current(drafted.clauses(), drafted.plannedSessions(), drafted.versionNumber(), drafted.versionHash());
            }
            case ConventionRevised revised ->
                current(revised.clauses(), revised.plannedSessions(), revised.versionNumber(), revised.versionHash());
            case StepApproved approved -> approvals.put(approved.step(), approved.deciderId());
            case StepRejected _ -> approvals.clear();
            case ConventionSigned signed -> signatures.put(signed.party(), signed.signatoryId());
            case ConventionSubmitted _,
                    ConventionValidated _,
                    ConventionFullySigned _,
                    PartiesChanged _,
                    DeciderNamed _,
                    MunicipalActAttached _,
                    ConventionAmended _,
                    ConventionTerminated _,
                    ConventionExpired _ -> {}
        }
    }

    private void current(Clauses text, @Nullable Integer sessions, int number, VersionHash hash) {
        clauses = text;
        plannedSessions = sessions;
        versionNumber = number;
        versionHash = hash;
        approvals.clear();
        signatures.clear();
    }
}

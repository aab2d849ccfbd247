package org.maillage.command.bilan;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.maillage.command.Known;
import org.maillage.command.NotAParty;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.bilan.BilanCommand.*;
import org.maillage.command.ledger.Claims;
import org.maillage.command.ledger.Look;
import org.maillage.kernel.bilan.BilanEvent;
import org.maillage.kernel.bilan.BilanEvent.*;
import org.maillage.kernel.bilan.BilanId;
import org.maillage.kernel.bilan.BilanState;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipId;

@Aggregate
final class Bilan {

    @AggregateIdentifier
    private BilanId id;

    private PartnershipId partnershipId;
    private EpnId epnId;
    private List<PartnerId> partnerIds;
    private BilanState state;
    private final Set<PartnerId> sharedWith = new HashSet<>();

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    void handle(DraftBilan command, Look look, Claims claims) {
        var partnership = Known.partnership(look, command.partnershipId());
        if (!partnership.acceptsBilan()) {
            throw new WrongPartnershipState(partnership.state());
        }
        claims.take("bilan", command.partnershipId().toString(), command.id(), BilanAlreadyExists::new);
        apply(new BilanDrafted(
                command.id(),
                command.partnershipId(),
                partnership.epnId(),
                partnership.partnerIds(),
                command.narrative(),
                null));
    }

    @CommandHandler
    void handle(ShareBilan command) {
        requireParty(command.partnerId());
        if (sharedWith.contains(command.partnerId())) {
            return;
        }
        var complete = sharedWith.size() + 1 == partnerIds.size();
        apply(new BilanShared(id, partnershipId, epnId, command.partnerId(), complete));
    }

    @CommandHandler
    void handle(AmendBilan command) {
        requireParty(command.partnerId());
        if (state != BilanState.SHARED) {
            throw new WrongBilanState(state);
        }
        apply(new BilanAmended(id, partnershipId, epnId, command.partnerId(), command.text()));
    }

    @CommandHandler
    void handle(FinaliseBilan command) {
        if (state == BilanState.FINAL) {
            return;
        }
        if (!sharedWith.containsAll(partnerIds)) {
            throw new BilanNotSharedWithEveryPartner();
        }
        apply(new BilanFinalised(id, partnershipId, epnId));
    }

    private void requireParty(PartnerId partner) {
        if (!partnerIds.contains(partner)) {
            throw new NotAParty();
        }
    }

    @EventSourcingHandler
    void on(BilanEvent event) {
        state = BilanState.after(state, event);
        switch (event) {
            case BilanDrafted drafted -> {
                id = drafted.id();
                partnershipId = drafted.partnershipId();
                epnId = drafted.epnId();
                partnerIds = drafted.partnerIds();
            }
            case BilanShared shared -> sharedWith.add(shared.partnerId());
            case BilanAmended _, BilanFinalised _, BilanRevised _, BilanReopened _ -> {}
        }
    }
}

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
import org.jspecify.annotations.Nullable;
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
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PartnershipState;

@Aggregate
final class Bilan {

    @AggregateIdentifier
    private BilanId id;

    private PartnershipId partnershipId;
    private EpnId epnId;
    private List<PartnerId> partnerIds;
    private String narrative;
    private @Nullable PartyId draftedBy;
    private int version = 1;
    private boolean reopened;
    private BilanState state;
    private final Set<PartnerId> sharedWith = new HashSet<>();
    private final Set<BilanAmended> amendments = new HashSet<>();

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    void handle(DraftBilan command, Look look, Claims claims) {
        var partnership = Known.partnership(look, command.partnershipId());
        if (!partnership.acceptsBilan()) {
            throw new WrongPartnershipState(partnership.state());
        }
        requireSpeaker(command.draftedBy(), partnership.epnId(), partnership.partnerIds());
        claims.take("bilan", command.partnershipId().toString(), command.id(), BilanAlreadyExists::new);
        apply(new BilanDrafted(
                command.id(),
                command.partnershipId(),
                partnership.epnId(),
                partnership.partnerIds(),
                command.narrative(),
                command.draftedBy()));
    }

    @CommandHandler
    void handle(ReviseBilan command, Look look) {
        requireSpeaker(command.draftedBy(), epnId, partnerIds);
        if (command.narrative().equals(narrative)
                && (command.draftedBy() == null || command.draftedBy().equals(draftedBy))) {
            return;
        }
        if (state == BilanState.FINAL) {
            throw new WrongBilanState(state);
        }
        requireOpen(look);
        apply(new BilanRevised(id, partnershipId, epnId, version + 1, command.narrative(), command.draftedBy()));
    }

    @CommandHandler
    void handle(ShareBilan command, Look look) {
        requireParty(command.partnerId());
        if (sharedWith.contains(command.partnerId())) {
            return;
        }
        requireOpen(look);
        var complete = sharedWith.size() + 1 == partnerIds.size();
        apply(new BilanShared(id, partnershipId, epnId, command.partnerId(), complete));
    }

    @CommandHandler
    void handle(AmendBilan command, Look look) {
        requireParty(command.partnerId());
        var amendment = new BilanAmended(id, partnershipId, epnId, command.partnerId(), command.text());
        if (amendments.contains(amendment)) {
            return;
        }
        if (state != BilanState.SHARED) {
            throw new WrongBilanState(state);
        }
        requireOpen(look);
        apply(amendment);
    }

    @CommandHandler
    void handle(FinaliseBilan command, Look look) {
        if (state == BilanState.FINAL) {
            return;
        }
        if (!sharedWith.containsAll(partnerIds)) {
            throw new BilanNotSharedWithEveryPartner();
        }
        requireOpen(look);
        apply(new BilanFinalised(id, partnershipId, epnId));
    }

    /** A correction, with its reason: also after the follow-up. */
    @CommandHandler
    void handle(ReopenBilan command) {
        if (reopened && state == BilanState.DRAFT) {
            return;
        }
        if (state != BilanState.FINAL) {
            throw new WrongBilanState(state);
        }
        apply(new BilanReopened(id, partnershipId, epnId, version + 1, command.reason()));
    }

    private static void requireSpeaker(@Nullable PartyId party, EpnId epn, List<PartnerId> partners) {
        if (party != null
                && !party.equals(PartyId.of(epn))
                && partners.stream().map(PartyId::of).noneMatch(party::equals)) {
            throw new NotAParty();
        }
    }

    /** After the follow-up a bilan changes only in the course of a correction. */
    private void requireOpen(Look look) {
        var partnership = Known.partnership(look, partnershipId);
        if (partnership.state() == PartnershipState.FOLLOWED_UP && !reopened) {
            throw new WrongPartnershipState(partnership.state());
        }
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
                narrative = drafted.narrative();
                draftedBy = drafted.draftedBy();
            }
            case BilanRevised revised -> {
                narrative = revised.narrative();
                draftedBy = revised.draftedBy();
                begin(revised.version());
            }
            case BilanReopened reopening -> {
                reopened = true;
                begin(reopening.version());
            }
            case BilanShared shared -> sharedWith.add(shared.partnerId());
            case BilanAmended amended -> amendments.add(amended);
            case BilanFinalised _ -> reopened = false;
        }
    }

    /** Nobody has received this version yet. */
    private void begin(int number) {
        version = number;
        sharedWith.clear();
        amendments.clear();
    }
}

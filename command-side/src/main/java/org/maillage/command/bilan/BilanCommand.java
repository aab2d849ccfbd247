package org.maillage.command.bilan;

import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.kernel.bilan.BilanId;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipId;

/** In the order of a bilan's life. */
sealed interface BilanCommand extends Command {

    BilanId id();

    @Override
    default BilanId target() {
        return id();
    }

    /**
     * @param draftedBy the party in whose name it speaks, if one is named
     */
    record DraftBilan(
            BilanId id,
            PartnershipId partnershipId,
            String narrative,
            @Nullable PartyId draftedBy) implements BilanCommand {
        @Override
        public PartnershipId within() {
            return partnershipId;
        }

        @Override
        public @Nullable PartyId asParty() {
            return draftedBy;
        }
    }

    record ReviseBilan(
            BilanId id, String narrative, @Nullable PartyId draftedBy) implements BilanCommand {
        @Override
        public @Nullable PartyId asParty() {
            return draftedBy;
        }
    }

    record ShareBilan(BilanId id, PartnerId partnerId) implements BilanCommand {}

    record AmendBilan(BilanId id, PartnerId partnerId, String text) implements BilanCommand {
        @Override
        public PartnerId asParty() {
            return partnerId;
        }
    }

    record FinaliseBilan(BilanId id) implements BilanCommand {}

    record ReopenBilan(BilanId id, String reason) implements BilanCommand {}
}

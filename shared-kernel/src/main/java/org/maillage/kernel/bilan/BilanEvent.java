package org.maillage.kernel.bilan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipId;

/** What happens to the final report of a partnership (bilan). */
public sealed interface BilanEvent extends Event {

    @Override
    BilanId id();

    PartnershipId partnershipId();

    @Override
    default PartnershipId streamKey() {
        return partnershipId();
    }

    /**
     * The report was written.
     *
     * @param partnerIds whom it must reach
     * @param draftedBy the party in whose name it speaks (« rédigé par vous ou de manière collégiale »)
     */
    record BilanDrafted(
            BilanId id,
            PartnershipId partnershipId,
            EpnId epnId,
            List<PartnerId> partnerIds,
            String narrative,
            @Nullable PartyId draftedBy)
            implements BilanEvent {

        public BilanDrafted {
            partnerIds = List.copyOf(partnerIds);
        }
    }

    /**
     * A partner received it.
     *
     * @param withEveryPartner whether it has now reached all of them
     */
    record BilanShared(
            BilanId id, PartnershipId partnershipId, EpnId epnId, PartnerId partnerId, boolean withEveryPartner)
            implements BilanEvent {}

    /** A partner added to it (« peut être amendé par les partenaires si nécessaire »). */
    record BilanAmended(BilanId id, PartnershipId partnershipId, EpnId epnId, PartnerId partnerId, String text)
            implements BilanEvent {}

    /** It will not change any more. */
    record BilanFinalised(BilanId id, PartnershipId partnershipId, EpnId epnId) implements BilanEvent {}

    /**
     * It was written anew: every partner is to receive it again.
     *
     * @param version one more than before
     * @param draftedBy the party in whose name it speaks
     */
    record BilanRevised(
            BilanId id,
            PartnershipId partnershipId,
            EpnId epnId,
            int version,
            String narrative,
            @Nullable PartyId draftedBy)
            implements BilanEvent {}

    /** It was taken up again after it was final: a draft once more. */
    record BilanReopened(BilanId id, PartnershipId partnershipId, EpnId epnId, int version, String reason)
            implements BilanEvent {}
}

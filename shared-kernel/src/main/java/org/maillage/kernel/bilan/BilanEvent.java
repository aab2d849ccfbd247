package org.maillage.kernel.bilan;

import java.util.List;
import org.maillage.kernel.Event;
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
     */
    record BilanDrafted(
            BilanId id, PartnershipId partnershipId, EpnId epnId, List<PartnerId> partnerIds, String narrative)
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
}

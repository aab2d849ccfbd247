package org.maillage.kernel.deliverable;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.document.StoredFile;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectId;

/** What happens to a deliverable (réalisation): something made during the action that shows what it did. */
public sealed interface DeliverableEvent extends Event {

    @Override
    DeliverableId id();

    PartnershipId partnershipId();

    @Override
    default PartnershipId streamKey() {
        return partnershipId();
    }

    /**
     * Something was made and kept (« montages vidéos, cartes de visites, fictions sonores »).
     *
     * @param depicts the persons who can be identified in it
     * @param authorIds who made it
     * @param licence under which terms its authors let it be shown (droits de diffusion); null as long as nobody said
     * @param url where it lies, when it is not kept here
     */
    record DeliverableCollected(
            DeliverableId id,
            PartnershipId partnershipId,
            EpnId epnId,
            ProjectId projectId,
            String title,
            Medium medium,
            List<PersonId> depicts,
            List<PersonId> authorIds,
            @Nullable String licence,
            @Nullable String url,
            @Nullable StoredFile file)
            implements DeliverableEvent {

        public DeliverableCollected {
            depicts = List.copyOf(depicts);
            authorIds = List.copyOf(authorIds);
        }
    }

    /** Its authors said under which terms it may be shown. */
    record DeliverableLicensed(
            DeliverableId id, PartnershipId partnershipId, EpnId epnId, List<PersonId> authorIds, String licence)
            implements DeliverableEvent {

        public DeliverableLicensed {
            authorIds = List.copyOf(authorIds);
        }
    }

    /**
     * It was handed over for a use; every identified person had consented to that.
     *
     * @param toPartnerId the partner who received it; null when the centre uses it itself
     */
    record DeliverableTransmitted(
            DeliverableId id,
            PartnershipId partnershipId,
            EpnId epnId,
            @Nullable PartnerId toPartnerId,
            ImageUser user,
            String context,
            List<Warning> warnings)
            implements DeliverableEvent {

        public DeliverableTransmitted {
            warnings = List.copyOf(warnings);
        }
    }
}

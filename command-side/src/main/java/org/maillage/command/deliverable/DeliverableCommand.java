package org.maillage.command.deliverable;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.deliverable.DeliverableId;
import org.maillage.kernel.deliverable.Medium;
import org.maillage.kernel.document.StoredFile;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;

/** In the order of a deliverable's life. */
sealed interface DeliverableCommand extends Command {

    DeliverableId id();

    @Override
    default DeliverableId target() {
        return id();
    }

    record CollectDeliverable(
            DeliverableId id,
            PartnershipId partnershipId,
            String title,
            Medium medium,
            List<PersonId> depicts,
            List<PersonId> authorIds,
            @Nullable String licence,
            @Nullable String url,
            @Nullable StoredFile file)
            implements DeliverableCommand {
        @Override
        public PartnershipId within() {
            return partnershipId;
        }
    }

    /**
     * @param authorIds null when they stay who they are
     */
    record LicenseDeliverable(DeliverableId id, @Nullable List<PersonId> authorIds, String licence)
            implements DeliverableCommand {}

    /**
     * @param toPartnerId who receives it, when partners use it
     */
    record TransmitDeliverable(
            DeliverableId id, @Nullable PartnerId toPartnerId, ImageUser user, String context, LocalDate today)
            implements DeliverableCommand {}
}

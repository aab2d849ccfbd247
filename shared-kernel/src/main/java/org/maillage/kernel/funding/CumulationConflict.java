package org.maillage.kernel.funding;

import org.jspecify.annotations.Nullable;
import org.maillage.kernel.partner.PartnerId;

/**
 * A reason why money cannot simply be added up (conflit de cumul).
 *
 * @param fundingId the agreement of the centre that is concerned
 * @param funder who pays under it
 * @param objectingPartnerId the partner who objects to that funder; null when the agreement itself is exclusive
 */
public record CumulationConflict(
        FundingId fundingId, String funder, @Nullable PartnerId objectingPartnerId) {}

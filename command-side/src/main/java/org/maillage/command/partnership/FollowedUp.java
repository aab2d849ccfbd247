package org.maillage.command.partnership;

import org.jspecify.annotations.Nullable;
import org.maillage.kernel.partnership.PartnershipId;

/** What a follow-up adds to the answer. */
record FollowedUp(@Nullable PartnershipId renewedAs) {}

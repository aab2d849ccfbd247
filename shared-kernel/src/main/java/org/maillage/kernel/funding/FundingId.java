package org.maillage.kernel.funding;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a funding agreement (subvention, contrat avec le créditeur). */
public record FundingId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

package org.maillage.kernel.partnership;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a partnership (partenariat). */
public record PartnershipId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

package org.maillage.kernel.partner;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a partner card (fiche partenaire). */
public record PartnerId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

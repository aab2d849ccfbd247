package org.maillage.kernel.convention;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a convention (convention de partenariat). */
public record ConventionId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

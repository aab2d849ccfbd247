package org.maillage.kernel.epn;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a centre (espace public numérique). */
public record EpnId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

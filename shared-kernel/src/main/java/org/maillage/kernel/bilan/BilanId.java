package org.maillage.kernel.bilan;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a final report (bilan). */
public record BilanId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

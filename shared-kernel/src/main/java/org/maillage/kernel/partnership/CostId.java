package org.maillage.kernel.partnership;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a direct cost (dépense directe). */
public record CostId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

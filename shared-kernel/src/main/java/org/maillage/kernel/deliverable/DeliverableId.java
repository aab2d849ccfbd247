package org.maillage.kernel.deliverable;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a deliverable (réalisation). */
public record DeliverableId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

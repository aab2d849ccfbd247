package org.maillage.kernel.partnership;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a pledged contribution (apport promis). */
public record PledgeId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

package org.maillage.kernel.partnership;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a time constraint (impératif horaire). */
public record TimeConstraintId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

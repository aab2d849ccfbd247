package org.maillage.kernel.partnership;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a milestone (étape du calendrier). */
public record MilestoneId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

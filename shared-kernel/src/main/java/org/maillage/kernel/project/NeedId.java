package org.maillage.kernel.project;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a need of a project (besoin). */
public record NeedId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

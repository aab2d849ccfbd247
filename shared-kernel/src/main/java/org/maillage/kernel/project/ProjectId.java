package org.maillage.kernel.project;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a project (projet). */
public record ProjectId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

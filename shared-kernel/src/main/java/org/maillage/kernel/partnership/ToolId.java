package org.maillage.kernel.partnership;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a tool that the parties share (outil commun). */
public record ToolId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

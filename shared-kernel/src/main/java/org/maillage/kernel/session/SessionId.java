package org.maillage.kernel.session;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a session (séance). */
public record SessionId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

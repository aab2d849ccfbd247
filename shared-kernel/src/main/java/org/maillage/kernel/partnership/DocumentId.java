package org.maillage.kernel.partnership;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a document of a partnership over all its versions. */
public record DocumentId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

package org.maillage.kernel.poll;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a date poll (sondage de dates). */
public record DatePollId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

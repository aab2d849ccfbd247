package org.maillage.kernel.partnership;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a support granted to a partner (aide accordée). */
public record SupportId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

package org.maillage.kernel.partnership;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a received contribution (apport reçu). */
public record ReceiptId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}

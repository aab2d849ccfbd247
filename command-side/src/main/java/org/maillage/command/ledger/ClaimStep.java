package org.maillage.command.ledger;

import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A claim is taken or released.
 *
 * @param heldBySomebodyElse null for a release
 */
record ClaimStep(
        String kind, String key, UUID owner, @Nullable Supplier<? extends RuntimeException> heldBySomebodyElse) {

    boolean taken() {
        return heldBySomebodyElse != null;
    }
}

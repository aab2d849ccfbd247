package org.maillage.command.ledger;

import org.axonframework.common.IdentifierFactory;
import org.maillage.kernel.Ids;

/** UUID version 7 for every message: random keys cost the database a third more. Found through {@code META-INF/services}. */
public final class GrowingIdentifiers extends IdentifierFactory {

    @Override
    public String generateIdentifier() {
        return Ids.next().toString();
    }
}

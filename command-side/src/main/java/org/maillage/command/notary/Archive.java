package org.maillage.command.notary;

import java.util.List;
import org.maillage.command.ledger.Hashed;

/** What is to be signed: the ledger, as it is read from here. */
@FunctionalInterface
interface Archive {

    /** The events after a position with their leaves, in order, without a gap; fewer than the limit only where the ledger ends. */
    List<Hashed> read(long after, int limit);
}

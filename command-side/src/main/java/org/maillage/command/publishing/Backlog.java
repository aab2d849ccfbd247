package org.maillage.command.publishing;

import java.util.List;
import org.maillage.command.ledger.Stored;

/** What is to be published: the ledger, as it is read from here. */
@FunctionalInterface
interface Backlog {

    /** The events after a position, in order, without a gap; fewer than the limit only where the ledger ends. */
    List<Stored> read(long after, int limit);
}

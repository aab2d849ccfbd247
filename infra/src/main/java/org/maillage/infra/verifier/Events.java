package org.maillage.infra.verifier;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The events of a ledger from somewhere, as they stand there in the order of their positions. */
interface Events extends AutoCloseable {

    /** Null after the last. */
    @Nullable
    LedgerEvent next();

    /** About how many there are, for whoever waits. */
    long expected();

    /** Whether a leaf is stored with each: then even those that no checkpoint covers yet can be checked. */
    boolean haveLeaves();

    /** Whether the same event may stand again: a publisher repeats what it is not sure to have sent. */
    boolean mayRepeat();

    @Override
    default void close() {}

    static Events of(Iterable<LedgerEvent> events, boolean haveLeaves) {
        Iterator<LedgerEvent> rest = events.iterator();
        return new Events() {
            @Override
            public @Nullable LedgerEvent next() {
                return rest.hasNext() ? rest.next() : null;
            }

            @Override
            public long expected() {
                return 0;
            }

            @Override
            public boolean haveLeaves() {
                return haveLeaves;
            }

            @Override
            public boolean mayRepeat() {
                return false;
            }
        };
    }
}

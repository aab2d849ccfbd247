package org.maillage.command.ledger;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.Id;

/**
 * A look at another aggregate, without its lock: what it was a moment ago. What this very write adds is not seen. A refusal that
 * rests on a look at remembered state is decided again on what the database holds.
 */
public final class Look {

    private final Function<? super Id, ? extends List<? extends Event>> histories;

    /** Looks at histories: the events of an aggregate in order, none when it is unknown. */
    public Look(Function<? super Id, ? extends List<? extends Event>> histories) {
        this.histories = histories;
    }

    /** Null when the id is unknown, or that of an aggregate of another family. */
    public <E extends Event, S> @Nullable S state(Id id, Class<E> family, Fold<E, S> fold) {
        S state = null;
        for (var event : histories.apply(id)) {
            if (!family.isInstance(event)) {
                return null;
            }
            state = fold.apply(state, family.cast(event));
        }
        return state;
    }
}

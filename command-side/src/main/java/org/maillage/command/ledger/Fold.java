package org.maillage.command.ledger;

import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;

/**
 * Makes of an aggregate's events what somebody wants to know of it.
 *
 * @param <E> the family of events
 * @param <S> what is wanted
 */
@FunctionalInterface
public interface Fold<E extends Event, S> {

    /** What holds after an event; {@code before} is null for the first one. */
    @Nullable
    S apply(@Nullable S before, E event);
}

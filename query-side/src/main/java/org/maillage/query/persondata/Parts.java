package org.maillage.query.persondata;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list as long as it may be, of which no more than a part is in memory: each part is asked for when the one before it is written.
 * No connection is held in between.
 */
final class Parts<T> implements Iterable<T> {

    private final Function<@Nullable T, List<T>> following;

    /** @param following the part after an item, or the first one after none; empty at the end */
    Parts(Function<@Nullable T, List<T>> following) {
        this.following = following;
    }

    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {
            private Iterator<T> part = List.<T>of().iterator();
            private @Nullable T last;
            private boolean ended;

            @Override
            public boolean hasNext() {
                if (!part.hasNext() && !ended) {
                    var next = following.apply(last);
                    ended = next.isEmpty();
                    part = next.iterator();
                }
                return part.hasNext();
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                var item = part.next();
                last = item;
                return item;
            }
        };
    }
}

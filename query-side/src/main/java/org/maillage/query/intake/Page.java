package org.maillage.query.intake;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next the cursor of what follows; null at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * The part that was asked for, of what was found.
     *
     * @param found what a query with {@link Paging#limitAndOne()} found
     * @param cursor the values of an item by which the query goes on after it: the columns of its order
     */
    public static <T> Page<T> of(List<T> found, Paging paging, Function<? super T, List<?>> cursor) {
        if (found.size() <= paging.limit()) {
            return new Page<>(found, null);
        }
        var items = found.subList(0, paging.limit());
        return new Page<>(items, Paging.cursor(cursor.apply(items.getLast())));
    }

    /** The same page with its items said otherwise. */
    public <R> Page<R> map(Function<? super T, ? extends R> said) {
        return new Page<>(items.stream().<R>map(said).toList(), next);
    }
}

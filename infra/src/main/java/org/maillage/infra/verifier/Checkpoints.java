package org.maillage.infra.verifier;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checkpoints from somewhere, oldest first. */
interface Checkpoints extends AutoCloseable {

    /** Null after the last. */
    @Nullable
    Checkpoint next();

    /** Whether the first of all must be there; who keeps some in a file may have begun late. */
    boolean fromTheFirst();

    @Override
    default void close() {}

    static Checkpoints of(List<Checkpoint> checkpoints, boolean fromTheFirst) {
        var rest = new ArrayDeque<>(checkpoints);
        return new Checkpoints() {
            @Override
            public @Nullable Checkpoint next() {
                return rest.poll();
            }

            @Override
            public boolean fromTheFirst() {
                return fromTheFirst;
            }
        };
    }
}

package org.maillage.infra.faults.driver;

import org.jspecify.annotations.Nullable;

/** Something that the platform acknowledged, as far as its answers tell. */
abstract class Thing {

    private static final int MOST_AT_ONCE = 8;

    final String id;
    /** Several people work on it at once, whatever comes of it. */
    final boolean hot;

    /** Of its aggregate, when last heard of. */
    long version;

    private int users;
    private int alone;
    private boolean lost;
    private int refusals;

    Thing(String id, boolean hot) {
        this.id = id;
        this.hot = hot;
    }

    /** Whether one more may work on it beside the others. */
    boolean isOpen() {
        return !lost && (hot ? users < MOST_AT_ONCE : alone == 0);
    }

    /** Whether somebody may change it so that the others must not be there. */
    boolean isFree() {
        return !lost && (hot ? users < MOST_AT_ONCE : users == 0);
    }

    boolean isLost() {
        return lost;
    }

    int users() {
        return users;
    }

    void enter(boolean wantsToBeAlone) {
        users++;
        alone += wantsToBeAlone ? 1 : 0;
    }

    void leave(boolean wasAlone) {
        users--;
        alone -= wasAlone ? 1 : 0;
    }

    /** Nobody knows how it stands: nobody works on it any more. */
    void lose() {
        lost = true;
    }

    /** True when it was refused so often that it must stand otherwise than was thought. */
    boolean refused() {
        return ++refusals > patience();
    }

    int patience() {
        return 3;
    }

    /** False for an answer that is older than what is known. */
    boolean learns(Answer answer) {
        if (answer.version() <= version) {
            return false;
        }
        version = answer.version();
        return true;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public final int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " " + id;
    }
}

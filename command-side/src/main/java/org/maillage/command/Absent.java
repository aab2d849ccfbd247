package org.maillage.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request leaves out. */
public final class Absent {

    private Absent() {}

    /** A list that may be left out is then empty. */
    public static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}

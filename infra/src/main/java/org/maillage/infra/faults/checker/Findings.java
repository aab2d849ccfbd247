package org.maillage.infra.faults.checker;

import java.util.ArrayList;
import java.util.List;

/** What one check finds: the first ones in words, all of them counted. */
final class Findings {

    private static final int TOLD = 20;

    private final String check;
    private final List<Finding> told = new ArrayList<>();
    private long count;

    Findings(String check) {
        this.check = check;
    }

    void add(String what) {
        count++;
        if (told.size() < TOLD) {
            told.add(new Finding(check, what.replaceAll("\\s*\\R\\s*", " ")));
        }
    }

    void addUnless(boolean holds, String what) {
        if (!holds) {
            add(what);
        }
    }

    long count() {
        return count;
    }

    List<Finding> told() {
        return List.copyOf(told);
    }
}

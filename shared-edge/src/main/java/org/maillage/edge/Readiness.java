package org.maillage.edge;

/** What a side must have before it can answer, beside its database. */
@FunctionalInterface
public interface Readiness {

    /** Whether it has it; asked again and again. */
    boolean ready();
}

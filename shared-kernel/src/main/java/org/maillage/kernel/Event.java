package org.maillage.kernel;

import org.maillage.kernel.epn.EpnId;

/**
 * A fact that happened, in business terms. It carries business dates; when it was recorded, by whom and why is metadata.
 * Persons appear by id alone. Each aggregate seals its own family ({@code ConventionEvent}); the catalogue knows every family.
 */
public interface Event {

    /** The aggregate that decided it. */
    Id id();

    /** The centre whose history it belongs to. */
    EpnId epnId();

    /** The key that orders it in the feed: facts of one key are read in the order in which they were decided. */
    Id streamKey();
}

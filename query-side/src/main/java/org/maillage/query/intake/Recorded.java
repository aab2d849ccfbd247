package org.maillage.query.intake;

import java.time.Instant;
import org.maillage.kernel.Event;

/**
 * An event that a read model kept, and when the ledger recorded it.
 *
 * @param position in the ledger: of two events with the same instant, the one with the larger position came later
 */
public record Recorded(long position, Event event, Instant at) {}

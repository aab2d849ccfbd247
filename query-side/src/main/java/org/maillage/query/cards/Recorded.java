package org.maillage.query.cards;

import java.time.Instant;
import org.maillage.kernel.Event;

/** An event of a card and when it was recorded. */
record Recorded(Event event, Instant at) {}

package org.maillage.command.ledger;

import java.util.List;
import org.maillage.kernel.Event;

/**
 * The events of an aggregate.
 *
 * @param weight what they cost to remember: one for each event and each KiB
 */
record History(List<Event> events, int weight) {

    History {
        events = List.copyOf(events);
    }

    static int weightOf(byte[] payload) {
        return 1 + (payload.length >> 10);
    }
}

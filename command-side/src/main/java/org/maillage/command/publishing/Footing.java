package org.maillage.command.publishing;

import java.util.ArrayList;
import java.util.List;
import org.maillage.kernel.wire.CloudEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where publishing may go on: how far the ledger says that it is published, compared with what the topic really has. */
final class Footing {

    private static final Logger log = LoggerFactory.getLogger(Footing.class);
    private static final int PAGE = 1_000;

    private final String ledger;
    private final Backlog backlog;

    Footing(String ledger, Backlog backlog) {
        this.ledger = ledger;
        this.backlog = backlog;
    }

    /**
     * The same progress where the topic has all of it, or more that the ledger has too: a crash came between sending and moving, and
     * what is sent again is dropped. An earlier one where the topic has lost its end.
     *
     * @throws AheadOfLedger if the topic has an event that the ledger does not
     */
    Progress of(Progress progress, List<Tails.Tail> tails) {
        for (int partition = 0; partition < tails.size(); partition++) {
            requireKnown(partition, tails.get(partition));
        }
        var partitions = progress.partitions();
        long whole = Long.MAX_VALUE;
        for (int partition = 0; partition < partitions.length; partition++) {
            long there = tails.get(partition).position();
            if (there < partitions[partition]) {
                whole = Math.min(whole, there);
            }
        }
        if (whole == Long.MAX_VALUE) {
            return progress;
        }
        var back = whole == 0 ? Progress.NOTHING : at(whole, progress);
        log.warn(
                "The topic {} has lost what it had of {} after position {}, though published up to {}: publishing"
                        + " again from there",
                CloudEvents.EVENTS_TOPIC,
                ledger,
                whole,
                progress.position());
        return back;
    }

    private void requireKnown(int partition, Tails.Tail tail) {
        if (tail.position() == 0) {
            return;
        }
        var here = backlog.read(tail.position() - 1, 1);
        if (here.isEmpty()) {
            throw ahead(partition, tail, "where the ledger has none");
        }
        var event = here.getFirst();
        if (event.position() != tail.position() || !event.eventId().toString().equals(tail.event())) {
            throw ahead(partition, tail, "where the ledger has " + event.eventId());
        }
    }

    private AheadOfLedger ahead(int partition, Tails.Tail tail, String instead) {
        return new AheadOfLedger(
                ledger,
                CloudEvents.EVENTS_TOPIC,
                "has the event " + tail.event() + " at position " + tail.position() + " (partition " + partition + "), "
                        + instead);
    }

    /** What progress there was at an earlier position. */
    private Progress at(long position, Progress later) {
        var last = later.partitions();
        var open = new ArrayList<Integer>();
        for (int partition = 0; partition < last.length; partition++) {
            if (last[partition] > position) {
                last[partition] = 0;
                open.add(partition);
            }
        }
        for (long end = position; end > 0 && !open.isEmpty(); ) {
            long start = Math.max(0, end - PAGE);
            var page = backlog.read(start, (int) (end - start));
            for (var event : page.reversed()) {
                int partition = CloudEvents.partition(event.streamKey());
                if (open.remove((Object) partition)) {
                    last[partition] = event.position();
                }
            }
            end = start;
        }
        return new Progress(position, last);
    }
}

package org.maillage.infra.verifier;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Goes once through a whole ledger, from position 1, and stops at the first thing that is wrong. */
final class Walk {

    /** How far back an event may stand again and still be compared with the first time. */
    private static final int WINDOW = 1 << 16;

    private final Events events;
    private final Chain chain;
    private final Progress progress;
    private final Tree tree = new Tree();
    private final byte[][] window;

    private long proven;
    private long checkpoints;
    private long repeats;
    private @Nullable Instant from;
    private @Nullable Instant until;
    private @Nullable Instant newest;

    Walk(Events events, Chain chain, Progress progress) {
        this.events = events;
        this.chain = chain;
        this.progress = progress;
        this.window = new byte[events.mayRepeat() ? WINDOW : 0][];
    }

    Verdict run() {
        try {
            return verdict();
        } catch (Fault fault) {
            long position = fault.ending() == Ending.EVENTS_DIFFER ? tree.size() + 1 : 0;
            return new Verdict.Wrong(fault.ending(), position, position, fault.what(), proven);
        }
    }

    private Verdict verdict() {
        var awaited = chain.next();
        if (awaited == null) {
            throw Fault.ofACheckpoint("there is no checkpoint, so nothing can be proven");
        }
        while (true) {
            while (awaited != null && awaited.size() == tree.size()) {
                if (!Arrays.equals(Text.bytes(awaited.root()), tree.root())) {
                    return rootDiffers(awaited);
                }
                proven = tree.size();
                until = newest;
                checkpoints++;
                awaited = chain.next();
            }
            if (awaited == null && !events.haveLeaves()) {
                break;
            }
            var event = events.next();
            if (event == null) {
                break;
            }
            var wrong = add(event);
            if (wrong != null) {
                return wrong;
            }
        }
        if (awaited != null) {
            return cutOff(awaited);
        }
        return new Verdict.Proven(proven, checkpoints, from, until, tree.size() - proven, repeats);
    }

    /** Whoever numbers again leaves something out in the middle so that it lacks at the end: the whole interval is in doubt. */
    private Verdict cutOff(Checkpoint awaited) {
        long end = tree.size();
        return differ(
                awaited.size(),
                (end == 0 ? "there are no events" : "the events end at position " + end) + ", but " + awaited.name()
                        + ", signed at " + awaited.at() + ", counts on " + awaited.size()
                        + ": events were cut off"
                        + (end == proven ? "" : ", or left out and the rest numbered again"));
    }

    private @Nullable Verdict add(LedgerEvent event) {
        long due = tree.size() + 1;
        long position = event.position();
        if (position > due) {
            return differs(
                    due, "it is missing: position " + position + (due == 1 ? " comes first" : " follows " + (due - 1)));
        }
        var leaf = event.leaf();
        if (position < due) {
            return again(position, leaf);
        }
        if (event.storedLeaf() != null && !Arrays.equals(event.storedLeaf(), leaf)) {
            return differs(
                    position,
                    "its leaf is not the hash of what is stored with it: the event " + event.id() + " (" + event.type()
                            + ") or its leaf was changed");
        }
        tree.add(leaf);
        if (window.length > 0) {
            window[(int) (position % WINDOW)] = leaf;
        }
        newest = event.recordedAt();
        if (from == null) {
            from = newest;
        }
        progress.at(position, events.expected());
        return null;
    }

    private @Nullable Verdict again(long position, byte[] leaf) {
        if (position < 1) {
            return differs(
                    tree.size() + 1, "there is an event with the position " + position + "; positions begin at 1");
        }
        if (window.length > 0 && position > tree.size() - WINDOW) {
            var first = window[(int) (position % WINDOW)];
            if (Arrays.equals(first, leaf)) {
                repeats++;
                return null;
            }
            return differs(position, "it stands there twice, and the second event is another one");
        }
        return differs(position, "it stands there twice; the second time after position " + tree.size());
    }

    private Verdict rootDiffers(Checkpoint checkpoint) {
        if (tree.size() == proven) {
            return new Verdict.Wrong(
                    Ending.CHECKPOINT_REFUSED,
                    0,
                    0,
                    checkpoint.name() + ", signed at " + checkpoint.at()
                            + ", has another root than the events, which agree with the checkpoint before it",
                    proven);
        }
        return differ(
                tree.size(),
                "these events are not those that " + checkpoint.name() + " was signed for at " + checkpoint.at()
                        + ": its root differs"
                        + (events.haveLeaves()
                                ? ", although each leaf agrees with its event, so leaves were computed again"
                                : ""));
    }

    private Verdict differs(long position, String what) {
        return new Verdict.Wrong(Ending.EVENTS_DIFFER, position, position, what, proven);
    }

    /** Somewhere after what is proven, up to here. */
    private Verdict differ(long last, String what) {
        return new Verdict.Wrong(Ending.EVENTS_DIFFER, proven + 1, last, what, proven);
    }
}

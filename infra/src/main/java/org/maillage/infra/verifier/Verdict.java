package org.maillage.infra.verifier;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a verification found. */
sealed interface Verdict {

    Ending ending();

    /** One line for people. */
    String line();

    /**
     * @param events how many are proven: all positions from 1
     * @param beyond how many there are after the newest checkpoint, which nobody has signed yet
     */
    record Proven(
            long events,
            long checkpoints,
            @Nullable Instant from,
            @Nullable Instant until,
            long beyond,
            long repeats) implements Verdict {

        @Override
        public Ending ending() {
            return Ending.PROVEN;
        }

        @Override
        public String line() {
            return "proven: " + Text.count(events, "event") + " against " + Text.count(checkpoints, "checkpoint")
                    + (from == null ? "" : ", recorded from " + from + " until " + until)
                    + (beyond == 0
                            ? ""
                            : "; " + Text.count(beyond, "later event")
                                    + " agree with their own leaves, but no checkpoint covers them yet")
                    + (repeats == 0 ? "" : "; " + Text.count(repeats, "record") + " stood twice, unchanged");
        }
    }

    /** Part of a ledger is what it was: each of its events was in the tree that was signed. */
    record Included(
            long events,
            long checkpoints,
            @Nullable Instant from,
            @Nullable Instant until) implements Verdict {

        @Override
        public Ending ending() {
            return Ending.PROVEN;
        }

        @Override
        public String line() {
            return "proven: " + Text.count(events, "exported event") + " against "
                    + Text.count(checkpoints, "checkpoint")
                    + (from == null ? "" : ", recorded from " + from + " until " + until);
        }
    }

    /**
     * @param position the first position that is wrong or, where only an interval is known, the first of it; 0 when events are not
     *     what is wrong
     * @param last the last of the interval; the position itself where it is exact
     * @param proven the positions from 1 to this one are proven all the same
     */
    record Wrong(Ending ending, long position, long last, String what, long proven) implements Verdict {

        @Override
        public String line() {
            return "WRONG" + where() + ": " + what
                    + (proven == 0 ? "; nothing before it is proven" : "; positions 1 to " + proven + " are proven");
        }

        private String where() {
            if (position == 0) {
                return "";
            }
            return position == last ? " at position " + position : " in positions " + position + " to " + last;
        }
    }
}

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
     * A report is the one that was certified, and its certificate holds.
     *
     * @param positions what was recorded by then: all positions from 1
     * @param isWhole whether it is proven that nothing more was recorded by then
     * @param size of the checkpoint that covers them
     */
    record Certified(String request, Instant asOf, long positions, boolean isWhole, long size) implements Verdict {

        @Override
        public Ending ending() {
            return Ending.PROVEN;
        }

        @Override
        public String line() {
            return "proven: the report is the certified one, made of "
                    + (positions == 0 ? "nothing" : positions == 1 ? "position 1" : "positions 1 to " + positions)
                    + (isWhole
                            ? ", which is all that was recorded by " + asOf
                            : "; that nothing more was recorded by " + asOf + " is not proven")
                    + ", in the checkpoint of size " + size
                    + "; that its figures follow from these events is told by asking them again: " + request;
        }
    }

    /** A report or its certificate is not what was certified. */
    record Refused(Ending ending, String what) implements Verdict {

        @Override
        public String line() {
            return "WRONG: " + what;
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

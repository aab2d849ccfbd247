package org.maillage.command.publishing;

/** What was found when the feed was compared with the ledger. */
public final class Difference {

    /** How many of a kind, and the first of them; 0 where there is none. */
    static final class Count {
        long number;
        long first;

        void add(long position) {
            number++;
            first = first == 0 ? position : Math.min(first, position);
        }

        private void tell(StringBuilder line, String what) {
            if (number > 0) {
                line.append(line.isEmpty() ? "" : "; ")
                        .append(plural(number, "event"))
                        .append(' ')
                        .append(what);
                line.append(number == 1 ? ", at position " : ", the first at position ")
                        .append(first);
            }
        }
    }

    final Count onlyInTheFeed = new Count();
    final Count missing = new Count();
    final Count changed = new Count();
    long events;
    long waiting;
    long repeated;
    long keys;
    long keysMissing;
    long keysTooMany;
    long checkpoints;
    long checkpointsMissing;
    long checkpointsTooMany;

    /** Whether the feed is the ledger; what waits to be published, or was sent twice, is no difference. */
    public boolean none() {
        return onlyInTheFeed.number == 0
                && missing.number == 0
                && changed.number == 0
                && keysMissing == 0
                && keysTooMany == 0
                && checkpointsMissing == 0
                && checkpointsTooMany == 0;
    }

    /** How many events the feed has that the ledger does not. */
    public long lost() {
        return onlyInTheFeed.number;
    }

    /** The first position at which the two differ, 0 where they do not. */
    public long from() {
        long from = 0;
        for (var count : new Count[] {onlyInTheFeed, missing, changed}) {
            if (count.number > 0) {
                from = from == 0 ? count.first : Math.min(from, count.first);
            }
        }
        return from;
    }

    /** One sentence, without its end. */
    public String line() {
        if (none()) {
            return "the feed is the ledger: " + plural(events, "event") + ", " + plural(keys, "key") + " of persons, "
                    + plural(checkpoints, "checkpoint")
                    + (repeated > 0 ? "; " + repeated + " sent more than once, which consumers drop" : "")
                    + (waiting > 0 ? "; " + waiting + " wait to be published" : "");
        }
        var line = new StringBuilder();
        onlyInTheFeed.tell(line, "only in the feed");
        missing.tell(line, "missing in the feed");
        changed.tell(line, "with other content in the feed");
        tell(line, keysMissing, "key", "of persons missing in the feed");
        tell(line, keysTooMany, "key", "of persons only in the feed");
        tell(line, checkpointsMissing, "checkpoint", "missing in the feed");
        tell(line, checkpointsTooMany, "checkpoint", "only in the feed");
        return "the feed differs from the ledger" + (from() > 0 ? " from position " + from() + " on" : "") + ": "
                + line;
    }

    private static void tell(StringBuilder line, long number, String one, String what) {
        if (number > 0) {
            line.append(line.isEmpty() ? "" : "; ")
                    .append(plural(number, one))
                    .append(' ')
                    .append(what);
        }
    }

    private static String plural(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }
}

package org.maillage.command.ledger;

import java.time.Duration;
import java.util.UUID;
import org.maillage.command.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what is written by whatever node, so that no look rests for long on what this node remembers and another has overtaken.
 * While nothing is heard, for whatever reason, nothing remembered counts.
 */
final class Neighbours extends BackgroundWork {

    private static final Logger log = LoggerFactory.getLogger(Neighbours.class);
    private static final Duration RHYTHM = Duration.ofMillis(100);
    private static final int MOST = 5_000;

    /** The last event of an aggregate among some that were written. */
    private record Written(long position, UUID aggregate, long sequence) {}

    private final Reader reader;
    private final Histories histories;

    // Only the thread touches these.
    private long position = -1;
    private boolean deaf;

    Neighbours(Reader reader, Histories histories) {
        super("ledger-neighbours");
        this.reader = reader;
        this.histories = histories;
    }

    @Override
    protected void work() throws InterruptedException {
        do {
            hear();
        } while (!pause(RHYTHM));
    }

    private void hear() {
        try {
            long asOf = System.nanoTime();
            if (position < 0) {
                position = head();
                histories.forgetAll();
            } else {
                follow();
            }
            histories.heard(asOf);
            deaf = false;
        } catch (RuntimeException failed) {
            if (!deaf) {
                deaf = true;
                log.warn("What other nodes write is not heard, so nothing remembered counts: {}", failed.toString());
            }
        }
    }

    private void follow() {
        int heard;
        do {
            var news = reader.read(jdbc -> jdbc.sql("""
                select max(position), aggregate_id, max(sequence)
                from (select position, aggregate_id, sequence
                      from ledger.event
                      where position > ?
                      order by position
                      limit ?) written
                group by aggregate_id
                """)
                    .param(position)
                    .param(MOST)
                    .query((row, _) -> new Written(row.getLong(1), row.getObject(2, UUID.class), row.getLong(3)))
                    .list());
            long from = position;
            for (var written : news) {
                histories.overtaken(written.aggregate(), written.sequence());
                position = Math.max(position, written.position());
            }
            heard = (int) (position - from);
        } while (heard == MOST);
    }

    private long head() {
        return reader.read(jdbc -> jdbc.sql("select coalesce(max(position), 0) from ledger.event")
                .query(Long.class)
                .single());
    }
}

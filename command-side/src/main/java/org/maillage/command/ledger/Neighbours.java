package org.maillage.command.ledger;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Follows what is written by whatever node, so that no look rests for long on what this node remembers and another has overtaken.
 * While nothing is heard, for whatever reason, nothing remembered counts.
 */
final class Neighbours implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Neighbours.class);
    private static final Duration RHYTHM = Duration.ofMillis(100);
    private static final int MOST = 5_000;

    /** The last event of an aggregate among some that were written. */
    private record Written(long position, UUID aggregate, long sequence) {}

    private final Reader reader;
    private final Histories histories;
    private volatile CountDownLatch end = new CountDownLatch(0);
    private @Nullable Thread thread;

    // Only the thread touches these.
    private long position = -1;
    private boolean deaf;

    Neighbours(Reader reader, Histories histories) {
        this.reader = reader;
        this.histories = histories;
    }

    @Override
    public synchronized void start() {
        if (!isRunning()) {
            end = new CountDownLatch(1);
            thread = Thread.ofPlatform().name("ledger-neighbours").daemon().start(this::run);
        }
    }

    @Override
    public synchronized void stop() {
        end.countDown();
        var ending = thread;
        if (ending != null) {
            try {
                ending.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return end.getCount() > 0;
    }

    private void run() {
        try {
            do {
                hear();
            } while (!end.await(RHYTHM.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
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

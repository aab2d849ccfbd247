package org.maillage.query.persondata;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.person.PersonId;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.Witness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who was shown whose personal data. A request only puts a line into memory; one thread writes the lines in batches to {@code
 * reads.personal_read}, which is no read model: it is never rebuilt.
 *
 * <p>When as many lines wait as may, because the database does not take them, further personal data is refused, 503: nothing is
 * shown that is not noted. What waits is written before the process ends; a kill -9, or the loss of the machine, loses what waited,
 * which is the last few milliseconds while the database takes it, and at most {@code maillage.reads.queue} lines when it does not.
 */
final class PersonalReads implements Witness, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PersonalReads.class);
    private static final int BATCH = 1_000;
    /** As many lines of the current minute are remembered, so as not to be written twice; the table drops the others. */
    private static final int REMEMBERED = 100_000;

    private static final Duration PURGE_EVERY = Duration.ofHours(1);
    private static final int PURGED_AT_ONCE = 10_000;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /** The person who asks, and for what. */
    interface Asker {

        /** @throws IllegalStateException outside of a request */
        Asked current();
    }

    record Asked(String actor, String endpoint, String traceId) {}

    private record Line(UUID person, Instant minute, String actor, String endpoint, Instant at, String traceId) {}

    private record Known(UUID person, String actor, String endpoint) {}

    private final JdbcClient database;
    private final Asker asker;
    private final InstantSource clock;
    private final int capacity;
    private final Period kept;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Line> waiting = new ArrayDeque<>();
    private final Set<Known> known = new HashSet<>();
    private Instant minute = Instant.MIN;
    private boolean running;
    private long giveUpAt;
    private Instant purgedAt = Instant.MIN;
    private @Nullable Thread writer;

    PersonalReads(JdbcClient database, Asker asker, InstantSource clock, int capacity, Period kept) {
        if (capacity < 1 || kept.isZero() || kept.isNegative()) {
            throw new IllegalArgumentException(
                    "maillage.reads.queue and maillage.retention.personal-reads must be positive");
        }
        this.database = database;
        this.asker = asker;
        this.clock = clock;
        this.capacity = capacity;
        this.kept = kept;
    }

    /** @throws ReadsNotWritten when the queue is full; then none of these is noted */
    @Override
    public void reads(Collection<PersonId> persons) {
        var asked = asker.current();
        var now = clock.instant();
        lock.lock();
        try {
            var current = now.truncatedTo(ChronoUnit.MINUTES);
            if (!current.equals(minute) || known.size() > REMEMBERED) {
                minute = current;
                known.clear();
            }
            var fresh = new ArrayList<Known>();
            for (var person : persons) {
                var one = new Known(person.value(), asked.actor(), asked.endpoint());
                if (!known.contains(one)) {
                    fresh.add(one);
                }
            }
            if (fresh.isEmpty()) {
                return;
            }
            if (waiting.size() >= capacity) {
                throw new ReadsNotWritten(waiting.size());
            }
            for (var one : fresh) {
                if (known.add(one)) {
                    waiting.add(new Line(one.person(), current, one.actor(), one.endpoint(), now, asked.traceId()));
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The reads of a person after one of them, the newest first. */
    List<PersonalRead> of(UUID person, @Nullable PersonalRead after, int limit, AsOf asOf) {
        return database.sql("""
            select at, actor, endpoint, trace_id
            from reads.personal_read
            where person_id = :person and at <= :asOf
                and (:after::timestamptz is null
                    or (at, actor, endpoint) < (:after::timestamptz, :actor::text, :endpoint::text))
            order by at desc, actor desc, endpoint desc
            limit :limit
            """)
                .param("person", person)
                .param("asOf", asOf.bound())
                .param("after", after == null ? null : after.at().atOffset(ZoneOffset.UTC))
                .param("actor", after == null ? null : after.actor())
                .param("endpoint", after == null ? null : after.endpoint())
                .param("limit", limit)
                .query((row, _) -> new PersonalRead(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("actor"),
                        row.getString("endpoint"),
                        row.getString("trace_id")))
                .list();
    }

    @Override
    public void start() {
        lock.lock();
        try {
            if (!running) {
                running = true;
                writer = Thread.ofPlatform().name("personal-reads").daemon().start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    /** After the web server: nobody reads any more, and what waits is written. */
    @Override
    public void stop() {
        Thread ending;
        lock.lock();
        try {
            running = false;
            giveUpAt = System.nanoTime() + LAST_WORDS.toNanos();
            ending = writer;
            writer = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (ending != null) {
            try {
                ending.join(LAST_WORDS.plus(LAST_WORDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    /** Before the web server starts and after it stops. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void run() {
        boolean failing = false;
        while (true) {
            var batch = next();
            if (batch.isEmpty() && !isRunning()) {
                return;
            }
            try {
                write(batch);
                purge();
                failing = false;
            } catch (DataAccessException failed) {
                if (!failing) {
                    log.error("ALERT reads of personal data cannot be written: {}", failed.toString());
                    failing = true;
                }
                if (!pause()) {
                    log.error("ALERT {} reads of personal data are lost: the database took them no more", waiting());
                    return;
                }
            }
        }
    }

    /** What waits, at most a batch of it; it goes on waiting until it is written. Nothing when it is time to look at the clock. */
    private List<Line> next() {
        lock.lock();
        try {
            if (waiting.isEmpty() && running) {
                var _ = changed.await(1, TimeUnit.SECONDS);
            }
            return waiting.stream().limit(BATCH).toList();
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread", e);
        } finally {
            lock.unlock();
        }
    }

    private void write(List<Line> batch) {
        if (batch.isEmpty()) {
            return;
        }
        database.sql("""
            insert into reads.personal_read (person_id, minute, actor, endpoint, at, trace_id)
            select * from unnest(?::uuid[], ?::timestamptz[], ?::text[], ?::text[], ?::timestamptz[], ?::text[])
            on conflict do nothing
            """)
                .params(
                        batch.stream().map(Line::person).toArray(UUID[]::new),
                        batch.stream().map(line -> line.minute().toString()).toArray(String[]::new),
                        batch.stream().map(Line::actor).toArray(String[]::new),
                        batch.stream().map(Line::endpoint).toArray(String[]::new),
                        batch.stream().map(line -> line.at().toString()).toArray(String[]::new),
                        batch.stream().map(Line::traceId).toArray(String[]::new))
                .update();
        lock.lock();
        try {
            batch.forEach(_ -> waiting.removeFirst());
        } finally {
            lock.unlock();
        }
    }

    private void purge() {
        var now = clock.instant();
        if (now.isBefore(purgedAt.plus(PURGE_EVERY))) {
            return;
        }
        var before = now.atOffset(ZoneOffset.UTC).minus(kept);
        int purged;
        do {
            purged = database.sql("""
                delete from reads.personal_read
                where ctid = any(array(select ctid from reads.personal_read where minute < ? limit ?))
                """).params(before, PURGED_AT_ONCE).update();
        } while (purged == PURGED_AT_ONCE);
        purgedAt = now;
    }

    /** @return false when it is over, and the database had its last chance */
    private boolean pause() {
        lock.lock();
        try {
            if (!running && System.nanoTime() - giveUpAt > 0) {
                return false;
            }
            var _ = changed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread", e);
        } finally {
            lock.unlock();
        }
    }

    /** How many lines wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}

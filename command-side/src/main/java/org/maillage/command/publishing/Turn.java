package org.maillage.command.publishing;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.maillage.command.ledger.Stored;
import org.maillage.command.notary.Checkpoints;
import org.maillage.command.vault.PersonKeys;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.wire.CloudEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One publisher's time in the seat, until something breaks: then the next turn starts from what the database says. A batch goes
 * read, keys, send, move; a crash anywhere in between repeats it with the same ids, positions and predecessors.
 */
final class Turn implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Turn.class);
    /** A batch ends with the page that reaches either: events may be long, and memory is not. */
    static final int EVENTS = 1_000;

    private static final long BYTES = 4 << 20;
    private static final int PAGE = 100;
    private static final int KEYS = 1_000;
    private static final int CHECKPOINTS = 100;
    private static final PersonId NOBODY = new PersonId(new UUID(0, 0));

    private final Seat seat;
    private final Backlog backlog;
    private final PersonKeys keys;
    private final Checkpoints checkpoints;
    private final Outgoing outgoing;
    private final Producer<String, byte[]> producer;
    private final Duration settling;
    private Progress progress;
    /** When the last tombstone was sent that nothing has followed since; null when none waits. What came before us may wait. */
    private @Nullable Long unsettled = System.nanoTime();
    /** The size of the last checkpoint that the feed has. */
    private long published;

    private Turn(
            Seat seat,
            Backlog backlog,
            PersonKeys keys,
            Checkpoints checkpoints,
            Outgoing outgoing,
            Producer<String, byte[]> producer,
            Duration settling) {
        this.seat = seat;
        this.backlog = backlog;
        this.keys = keys;
        this.checkpoints = checkpoints;
        this.outgoing = outgoing;
        this.producer = producer;
        this.settling = settling;
        this.progress = Progress.NOTHING;
    }

    /** Fences whoever had the seat before, and only then reads how far they came. */
    static Turn start(
            Seat seat, Backlog backlog, PersonKeys keys, Checkpoints checkpoints, Kafka kafka, Duration settling)
            throws SQLException {
        try (var admin = kafka.admin()) {
            var topics = new Topics(admin);
            topics.prepare();
            var turn = new Turn(
                    seat, backlog, keys, checkpoints, new Outgoing(kafka.ledger()), kafka.producer(), settling);
            try {
                turn.producer.initTransactions();
                turn.takeOver(topics);
                return turn;
            } catch (RuntimeException | SQLException e) {
                turn.close();
                throw e;
            }
        }
    }

    private void takeOver(Topics topics) throws SQLException {
        progress = seat.progress();
        if (topics.isEmpty(CloudEvents.KEYS_TOPIC)) {
            keys.publishAgain();
        }
        published = seat.checkpoint();
        if (published > 0 && topics.isEmpty(CloudEvents.CHECKPOINTS_TOPIC)) {
            log.warn("The topic {} is empty: publishing every checkpoint again", CloudEvents.CHECKPOINTS_TOPIC);
            moveCheckpoint(0);
        }
        if (progress.position() > 0 && topics.isEmpty(CloudEvents.EVENTS_TOPIC)) {
            log.warn(
                    "The topic {} is empty, though published up to position {}: publishing again from the start",
                    CloudEvents.EVENTS_TOPIC,
                    progress.position());
            seat.move(progress, Progress.NOTHING);
            progress = Progress.NOTHING;
        }
    }

    long position() {
        return progress.position();
    }

    /** How many events were published, 0 when there was none. */
    int publishNext() throws SQLException {
        var batch = read();
        sendErasures();
        settle();
        if (batch.isPresent()) {
            sendKeys();
            send(batch.get().records());
            move(batch.get());
        }
        sendCheckpoints();
        return batch.map(sent -> sent.records().size()).orElse(0);
    }

    Optional<Batch> read() {
        var events = new ArrayList<Stored>();
        long after = progress.position();
        long bytes = 0;
        List<Stored> page;
        do {
            page = backlog.read(after, PAGE);
            for (var event : page) {
                events.add(event);
                after = event.position();
                bytes += event.payload().length;
            }
        } while (page.size() == PAGE && events.size() < EVENTS && bytes < BYTES);
        return events.isEmpty() ? Optional.empty() : Optional.of(Batch.of(progress, events, outgoing));
    }

    /**
     * After the events were read, so that every key that they need is there; in transactions before theirs, so that readers find
     * it. A page that is not full was the last when the events were read: keys that come all the time must not hold events up.
     */
    void sendKeys() {
        int sent;
        do {
            var some = keys.unpublished(KEYS);
            sent = some.size();
            if (sent > 0) {
                send(some.stream().map(outgoing::record).toList());
                keys.published(some);
            }
        } while (sent == KEYS);
    }

    /**
     * A key is destroyed after the event that asks for it, which may be published by then: so these wait for no event. Whoever reads
     * the topic takes a key and its tombstone in any order.
     */
    private void sendErasures() {
        var some = keys.unpublishedErasures(KEYS);
        if (!some.isEmpty()) {
            send(some.stream().map(outgoing::tombstone).toList());
            keys.erasuresPublished(some);
            unsettled = System.nanoTime();
        }
    }

    /**
     * Compaction leaves the segment alone that is being written, and Kafka ends a segment only when something is written after its
     * time: on a quiet topic a key and its tombstone would lie side by side for ever. So one more record follows when that time has
     * come; it is the tombstone of nobody.
     */
    private void settle() {
        if (unsettled != null && System.nanoTime() - unsettled > settling.toNanos()) {
            send(List.of(outgoing.tombstone(NOBODY)));
            unsettled = null;
        }
    }

    /** Those whose events the feed has: nobody needs to wait for what a checkpoint covers. A crash in between repeats them. */
    void sendCheckpoints() throws SQLException {
        var some = checkpoints.after(published, CHECKPOINTS).stream()
                .filter(issued -> issued.checkpoint().size() <= progress.position())
                .toList();
        if (!some.isEmpty()) {
            send(some.stream().map(outgoing::record).toList());
            moveCheckpoint(some.getLast().checkpoint().size());
        }
    }

    private void moveCheckpoint(long to) throws SQLException {
        seat.moveCheckpoint(published, to);
        published = to;
    }

    /** All or nothing: the commit waits for every record and fails with any. */
    void send(List<ProducerRecord<String, byte[]>> records) {
        producer.beginTransaction();
        records.forEach(producer::send);
        producer.commitTransaction();
    }

    void move(Batch batch) throws SQLException {
        seat.move(batch.from(), batch.to());
        progress = batch.to();
    }

    /** At once: what is still open is aborted by whoever comes next. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}

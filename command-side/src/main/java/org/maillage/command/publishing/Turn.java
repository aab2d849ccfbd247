package org.maillage.command.publishing;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.maillage.command.ledger.Stored;
import org.maillage.command.notary.Checkpoints;
import org.maillage.command.vault.FeedKeys;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.proof.Checkpoint;
import org.maillage.kernel.wire.CheckpointCodec;
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
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final PersonId NOBODY = new PersonId(new UUID(0, 0));

    private final Seat seat;
    private final Backlog backlog;
    private final FeedKeys keys;
    private final Checkpoints checkpoints;
    private final Outgoing outgoing;
    private final Producer<String, byte[]> producer;
    private final Topics topics;
    private final Duration settling;
    /** Below which no partition of the events may go back. */
    private final long[] next = new long[CloudEvents.PARTITIONS];

    private Map<String, Uuid> topicIds = Map.of();
    private long looked = System.nanoTime();
    private Progress progress;
    /** When the last tombstone was sent that nothing has followed since; null when none waits. What came before us may wait. */
    private @Nullable Long unsettled = System.nanoTime();
    /** The size of the last checkpoint that the feed has. */
    private long published;

    private Turn(
            Seat seat,
            Backlog backlog,
            FeedKeys keys,
            Checkpoints checkpoints,
            Outgoing outgoing,
            Producer<String, byte[]> producer,
            Topics topics,
            Duration settling) {
        this.seat = seat;
        this.backlog = backlog;
        this.keys = keys;
        this.checkpoints = checkpoints;
        this.outgoing = outgoing;
        this.producer = producer;
        this.topics = topics;
        this.settling = settling;
        this.progress = Progress.NOTHING;
    }

    /** Fences whoever had the seat before, and only then reads how far they came. */
    static Turn start(
            Seat seat, Backlog backlog, FeedKeys keys, Checkpoints checkpoints, Kafka kafka, Duration settling)
            throws SQLException {
        var topics = new Topics(kafka.admin());
        try {
            topics.prepare();
            var turn = new Turn(
                    seat, backlog, keys, checkpoints, new Outgoing(kafka.ledger()), kafka.producer(), topics, settling);
            try {
                turn.producer.initTransactions();
                turn.takeOver(kafka);
                return turn;
            } catch (RuntimeException | SQLException e) {
                turn.close();
                throw e;
            }
        } catch (RuntimeException | SQLException e) {
            topics.close();
            throw e;
        }
    }

    /** Nothing is sent before the topics are what this ledger has made of them, and nothing is moved unless they are. */
    private void takeOver(Kafka kafka) throws SQLException {
        topicIds = topics.ids();
        progress = seat.progress();
        published = seat.checkpoint();
        var tails = topics.isNew(CloudEvents.EVENTS_TOPIC) ? Tails.none() : Tails.ofEvents(kafka, progress);
        var footing = new Footing(kafka.ledger(), backlog).of(progress, tails);
        var last = topics.isNew(CloudEvents.CHECKPOINTS_TOPIC) ? null : Tails.ofCheckpoints(kafka, published > 0);
        long checkpoint = last == null ? 0 : known(CheckpointCodec.read(last));
        for (int partition = 0; partition < next.length; partition++) {
            next[partition] = tails.get(partition).end();
        }
        if (footing != progress || topics.isEmpty(CloudEvents.KEYS_TOPIC)) {
            // What lost its end may have lost keys with it.
            keys.publishAgain();
        }
        if (checkpoint < published) {
            log.warn(
                    "The topic {} ends with the checkpoint of {}, though published up to {}: publishing again from"
                            + " there",
                    CloudEvents.CHECKPOINTS_TOPIC,
                    checkpoint,
                    published);
            moveCheckpoint(checkpoint);
        }
        if (footing != progress) {
            seat.move(progress, footing);
            progress = footing;
        }
    }

    private long known(Checkpoint last) {
        if (checkpoints.after(last.size() - 1, 1).stream()
                .noneMatch(issued -> issued.checkpoint().equals(last))) {
            throw new AheadOfLedger(
                    last.ledger(),
                    CloudEvents.CHECKPOINTS_TOPIC,
                    "has a checkpoint of " + last.size() + " events that the ledger has not");
        }
        return last.size();
    }

    long position() {
        return progress.position();
    }

    /** How many events were published, 0 when there was none. */
    int publishNext() throws SQLException {
        lookAtTopics();
        var batch = read();
        sendErasures();
        settle();
        if (batch.isPresent()) {
            sendKeys();
            send(batch.get().records());
            move(batch.get());
        }
        var _ = sendCheckpoints();
        return batch.map(sent -> sent.records().size()).orElse(0);
    }

    /** Also while nothing is to be sent: who reads a topic that was deleted waits for more than the next event. */
    private void lookAtTopics() {
        if (System.nanoTime() - looked > LOOK.toNanos()) {
            if (!topics.ids().equals(topicIds)) {
                throw new TopicReplaced("A topic was deleted");
            }
            looked = System.nanoTime();
        }
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

    /** Those whose events the feed has: nobody needs to wait for what a checkpoint covers. A crash in between repeats them. Gives whether there may be more. */
    boolean sendCheckpoints() throws SQLException {
        var some = checkpoints.after(published, CHECKPOINTS).stream()
                .filter(issued -> issued.checkpoint().size() <= progress.position())
                .toList();
        if (!some.isEmpty()) {
            send(some.stream().map(outgoing::record).toList());
            moveCheckpoint(some.getLast().checkpoint().size());
        }
        return some.size() == CHECKPOINTS;
    }

    private void moveCheckpoint(long to) throws SQLException {
        seat.moveCheckpoint(published, to);
        published = to;
    }

    /**
     * All or nothing: the commit waits for every record and fails with any. Nor is anything committed to a topic that has lost what
     * it had, and would have a gap then: its offsets tell.
     */
    void send(List<ProducerRecord<String, byte[]>> records) {
        producer.beginTransaction();
        var sent = records.stream().map(producer::send).toList();
        producer.flush();
        for (var record : sent) {
            var place = arrived(record);
            if (place.topic().equals(CloudEvents.EVENTS_TOPIC) && place.hasOffset()) {
                if (place.offset() < next[place.partition()]) {
                    throw new TopicReplaced("The topic " + place + " had " + next[place.partition()] + " records");
                }
                next[place.partition()] = place.offset() + 1;
            }
        }
        producer.commitTransaction();
    }

    private static RecordMetadata arrived(Future<RecordMetadata> record) {
        try {
            return record.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    void move(Batch batch) throws SQLException {
        seat.move(batch.from(), batch.to());
        progress = batch.to();
    }

    /** At once: what is still open is aborted by whoever comes next. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
        topics.close();
    }
}

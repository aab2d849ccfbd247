package org.maillage.command.publishing;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.maillage.command.vault.PersonKeys;
import org.maillage.kernel.wire.CloudEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One publisher's time in the seat, until something breaks: then the next turn starts from what the database says. A batch goes
 * read, keys, send, move; a crash anywhere in between repeats it with the same ids, positions and predecessors.
 */
final class Turn implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Turn.class);
    private static final int EVENTS = 1_000;
    private static final int KEYS = 1_000;

    private final Seat seat;
    private final Backlog backlog;
    private final PersonKeys keys;
    private final Envelope envelope;
    private final Producer<String, byte[]> producer;
    private Progress progress;

    private Turn(Seat seat, Backlog backlog, PersonKeys keys, Envelope envelope, Producer<String, byte[]> producer) {
        this.seat = seat;
        this.backlog = backlog;
        this.keys = keys;
        this.envelope = envelope;
        this.producer = producer;
        this.progress = Progress.NOTHING;
    }

    /** Fences whoever had the seat before, and only then reads how far they came. */
    static Turn start(Seat seat, Backlog backlog, PersonKeys keys, Kafka kafka) throws SQLException {
        try (var admin = kafka.admin()) {
            var topics = new Topics(admin);
            topics.prepare();
            var turn = new Turn(seat, backlog, keys, new Envelope(kafka.ledger()), kafka.producer());
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

    /** Whether there was something to publish. */
    boolean publishNext() throws SQLException {
        var batch = read();
        if (batch.isEmpty()) {
            return false;
        }
        sendKeys();
        send(batch.get().records());
        move(batch.get());
        return true;
    }

    Optional<Batch> read() {
        var events = backlog.read(progress.position(), EVENTS);
        return events.isEmpty() ? Optional.empty() : Optional.of(Batch.of(progress, events, envelope));
    }

    /** After the events were read, so that every key that they need is there; in transactions before theirs, so that readers find it. */
    void sendKeys() {
        for (var some = keys.unpublished(KEYS); !some.isEmpty(); some = keys.unpublished(KEYS)) {
            send(some.stream().map(envelope::record).toList());
            keys.published(some);
        }
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

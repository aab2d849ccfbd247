package org.maillage.query.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.Ids;
import org.maillage.kernel.epn.EpnEvent.EpnRegistered;
import org.maillage.kernel.epn.EpnEvent.HourlyRateSet;
import org.maillage.kernel.epn.EpnEvent.StaffAppointed;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.servers.TestServers;
import org.maillage.kernel.wire.CloudEvents;
import org.maillage.kernel.wire.ConsistencyToken;
import org.maillage.kernel.wire.EventCatalogue;
import org.maillage.kernel.wire.EventCodec;

/** A ledger with its publisher, as short as can be: events get positions and go to a topic of their own. */
public final class TestLedger implements AutoCloseable {

    static final String SOURCE = CloudEvents.source("main");

    private static final AtomicInteger TOPICS = new AtomicInteger();

    private final String topic;
    private KafkaProducer<byte[], byte[]> producer;
    private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
    private final Map<Integer, Long> previous = new HashMap<>();
    private final Map<UUID, Long> sequences = new HashMap<>();
    private long position;
    private int restored;
    private @Nullable String nextType;
    private @Nullable String nextActor;

    public TestLedger() {
        topic = "events-" + TOPICS.incrementAndGet();
        createTopic();
        producer = newProducer();
    }

    private static KafkaProducer<byte[], byte[]> newProducer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        TestServers.kafka().bootstrap(),
                        "linger.ms",
                        "2",
                        // On a topic that is just being made, a first batch may have to be sent again after a second
                        // one: the
                        // broker, which knows nothing of this producer yet, would take the second for the first.
                        "max.in.flight.requests.per.connection",
                        "1"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public String topic() {
        return topic;
    }

    public long position() {
        return position;
    }

    static EpnRegistered centre(UUID id, String name) {
        return new EpnRegistered(
                new EpnId(id),
                name,
                LegalForm.ASSOCIATION,
                null,
                new CommuneCode("49007"),
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                null);
    }

    static HourlyRateSet rate(UUID centre, String amount) {
        return new HourlyRateSet(
                new EpnId(centre), null, new Role("animatrice"), Money.of(amount), LocalDate.of(2026, 1, 31));
    }

    static StaffAppointed staff(UUID centre) {
        return new StaffAppointed(new EpnId(centre), new PersonId(Ids.next()), new Role("animatrice"));
    }

    /** An identifier whose events lie in that partition. */
    static UUID keyIn(int partition) {
        var key = Ids.next();
        while (CloudEvents.partition(key) != partition) {
            key = Ids.next();
        }
        return key;
    }

    /** A token that covers an event of that key at the position that the ledger is at now. */
    public ConsistencyToken token(UUID key) {
        return ConsistencyToken.EMPTY.with(key, position);
    }

    /** Publishes an event; gives its position. */
    public long publish(Event event) {
        var made = next(event);
        send(made);
        return position;
    }

    /** Gives an event its place, and keeps it from the topic. */
    ProducerRecord<byte[], byte[]> lose(Event event) {
        return next(event);
    }

    /** A record that somebody else writes into the partition of a key. It seems to come first of all, until that is changed. */
    ProducerRecord<byte[], byte[]> foreign(byte[] key) {
        var id = UUID.fromString(new String(key, UTF_8));
        var made = new ProducerRecord<>(topic, CloudEvents.partition(id), key, bytes("{}"));
        header(made, CloudEvents.HEADER_ID, Ids.next().toString());
        header(made, CloudEvents.HEADER_SOURCE, SOURCE);
        header(made, CloudEvents.HEADER_TYPE, "org.maillage.epn.EpnRegistered.v1");
        header(made, CloudEvents.HEADER_POSITION, "1");
        header(made, CloudEvents.HEADER_PREVIOUS, "0");
        return made;
    }

    /** A failure shows when the rows lack. */
    void send(ProducerRecord<byte[], byte[]> made) {
        var _ = producer.send(made);
    }

    /** The next event claims to be of another type. */
    TestLedger nextIsOfType(String cloudEventsType) {
        nextType = cloudEventsType;
        return this;
    }

    /** The next event is by somebody. */
    public void nextIsBy(String actor) {
        nextActor = actor;
    }

    /** When the event at a position was recorded. */
    public static Instant recordedAt(long position) {
        return Instant.ofEpochSecond(1_790_000_000L + position, 123_456_000);
    }

    private ProducerRecord<byte[], byte[]> next(Event event) {
        position++;
        var key = event.streamKey().value();
        int partition = CloudEvents.partition(key);
        long sequence = sequences.merge(event.id().value(), 1L, Long::sum) - 1;
        var type = EventCatalogue.of(event.getClass());
        var made = new ProducerRecord<>(topic, partition, bytes(key.toString()), EventCodec.write(event));
        header(made, CloudEvents.HEADER_SPECVERSION, CloudEvents.SPEC_VERSION);
        header(made, CloudEvents.HEADER_ID, Ids.next().toString());
        header(made, CloudEvents.HEADER_SOURCE, SOURCE);
        header(made, CloudEvents.HEADER_TYPE, nextType == null ? type.cloudEventsType() : nextType);
        header(
                made,
                CloudEvents.HEADER_TIME,
                recordedAt(position).plus(Duration.ofHours(restored)).toString());
        header(made, CloudEvents.HEADER_SUBJECT, event.id().value().toString());
        header(made, CloudEvents.HEADER_SEQUENCE, Long.toString(sequence));
        header(made, CloudEvents.HEADER_POSITION, Long.toString(position));
        header(made, CloudEvents.HEADER_PREVIOUS, Long.toString(previous.getOrDefault(partition, 0L)));
        previous.put(partition, position);
        if (nextActor != null) {
            header(made, CloudEvents.HEADER_ACTOR, nextActor);
        }
        nextType = null;
        nextActor = null;
        sent.add(made);
        return made;
    }

    /** Publishes the last events again, as a publisher does that died between sending and noting it. */
    void repeat(int last) {
        sent.subList(sent.size() - last, sent.size()).forEach(this::send);
        producer.flush();
    }

    /** The ledger is restored from a backup: what came after so many events is forgotten, and what comes next takes its positions. */
    void restore(int events) {
        sent.subList(events, sent.size()).clear();
        position = events;
        previous.clear();
        for (int i = 0; i < events; i++) {
            previous.put(sent.get(i).partition(), i + 1L);
        }
        restored++;
    }

    /** The topic is lost; the publisher makes it again, with everything in it. */
    void recreateTopic() {
        producer.close();
        try (var admin = admin()) {
            admin.deleteTopics(List.of(topic)).all().get();
            Awaitility.await().until(() -> !admin.listTopics().names().get().contains(topic));
        } catch (ExecutionException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
        createTopic();
        // The former one would go on with the sequence numbers of a topic that is no more.
        producer = newProducer();
        sent.forEach(this::send);
        producer.flush();
    }

    public void flush() {
        producer.flush();
    }

    private void createTopic() {
        try (var admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, CloudEvents.PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", TestServers.kafka().bootstrap()));
    }

    private static void header(ProducerRecord<byte[], byte[]> made, String name, String value) {
        made.headers().add(name, bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}

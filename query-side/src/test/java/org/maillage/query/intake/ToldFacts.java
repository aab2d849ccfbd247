package org.maillage.query.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.maillage.kernel.Event;
import org.maillage.kernel.Ids;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonCipher;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.proof.Checkpoint;
import org.maillage.kernel.proof.VerifyingKey;
import org.maillage.kernel.servers.TestServers;
import org.maillage.kernel.wire.CheckpointCodec;
import org.maillage.kernel.wire.CloudEvents;
import org.maillage.kernel.wire.EventCatalogue;
import org.maillage.kernel.wire.EventCodec;
import org.maillage.kernel.wire.EventType;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;

/** Real tables, filled by the intake's own folding and writing with what a test tells, in whatever order it likes. */
public final class ToldFacts implements AutoCloseable {

    private static final AtomicLong POSITIONS = new AtomicLong();

    private final AtomicLong positions;
    private final List<Projection> projections;
    private final SingleConnectionDataSource database;
    private final Map<UUID, Long> sequences = new HashMap<>();
    private final Set<UUID> centres = new HashSet<>();
    private Instant now = Instant.parse("2026-07-01T08:00:00Z");

    public ToldFacts(Projection... projections) {
        this(POSITIONS, projections);
    }

    private ToldFacts(AtomicLong positions, Projection... projections) {
        this.positions = positions;
        this.projections = List.of(projections);
        var fresh = TestServers.freshDatabase();
        this.database = new SingleConnectionDataSource(fresh.url(), fresh.user(), fresh.password(), true);
        try (var connection = database.getConnection()) {
            for (var projection : projections) {
                Tables.create(connection, projection);
            }
            ScriptUtils.executeSqlScript(connection, new ByteArrayResource("create schema intake".getBytes(UTF_8)));
            for (var migration : List.of("V1__intake.sql", "V2__checkpoints.sql")) {
                ScriptUtils.executeSqlScript(connection, new ClassPathResource("db/intake/" + migration));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Facts of a ledger of their own, whose positions begin at 1. */
    public static ToldFacts fromTheBeginning(Projection... projections) {
        return new ToldFacts(new AtomicLong(), projections);
    }

    /** A fact that was recorded, whether a model knows it yet or not. */
    public record Told(Event event, long position, Instant at, Map<String, String> headers) {

        public UUID eventId() {
            return UUID.fromString(headers.get(CloudEvents.HEADER_ID));
        }

        Envelope envelope() {
            return Envelope.parked(0, position, event.streamKey().value().toString(), EventCodec.write(event), headers);
        }

        public Fact fact() {
            return envelope().fact();
        }
    }

    /** One event of each type that there is, as the published contract has it. */
    public static List<Event> everyType() {
        return EventCatalogue.all().stream().map(ToldFacts::golden).toList();
    }

    public static Event golden(EventType type) {
        var name = "/events/" + type.name() + ".v" + type.revision() + ".json";
        try (var file = EventCatalogue.class.getResourceAsStream(name)) {
            return EventCodec.read(
                    type.name(),
                    type.revision(),
                    Objects.requireNonNull(file, name).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JdbcClient client() {
        return JdbcClient.create(database);
    }

    /** Every centre of which something was recorded. */
    public Set<UUID> centres() {
        return Set.copyOf(centres);
    }

    /** The instant at which the last fact was recorded. */
    public Instant now() {
        return now;
    }

    public AsOf asOfNow() {
        return new AsOf(now);
    }

    /** Recorded a second after the fact before, and known to no model. */
    public Told record(Event event) {
        return record(event, "agent-7");
    }

    public Told record(Event event, String actor) {
        centres.add(event.epnId().value());
        now = now.plus(Duration.ofSeconds(1));
        var position = positions.incrementAndGet();
        var subject = event.id().value();
        var sequence = sequences.merge(subject, 0L, (before, _) -> before + 1);
        var type = EventCatalogue.of(event.getClass());
        return new Told(
                event,
                position,
                now,
                Map.of(
                        CloudEvents.HEADER_ID, Ids.next().toString(),
                        CloudEvents.HEADER_SOURCE, CloudEvents.source("test"),
                        CloudEvents.HEADER_TYPE, type.cloudEventsType(),
                        CloudEvents.HEADER_TIME, now.toString(),
                        CloudEvents.HEADER_SUBJECT, subject.toString(),
                        CloudEvents.HEADER_SEQUENCE, Long.toString(sequence),
                        CloudEvents.HEADER_POSITION, Long.toString(position),
                        CloudEvents.HEADER_PREVIOUS, "0",
                        CloudEvents.HEADER_ACTOR, actor,
                        CloudEvents.HEADER_METADATA,
                                "{\"epnId\":\"" + event.epnId().value() + "\"}"));
    }

    /** Writes facts into every model that they concern. */
    public void write(Collection<Told> facts) {
        try (var connection = database.getConnection()) {
            for (var projection : projections) {
                var rows = new RowBuffer(projection);
                for (var told : facts) {
                    if (projection.concerns(told.envelope().type())) {
                        rows.fold(projection, told.envelope());
                    }
                }
                new FactWriter(projection).insert(connection, rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes facts as a rebuild does, in bulk. */
    public void writeInBulk(Collection<Told> facts) {
        try (var connection = database.getConnection()) {
            for (var projection : projections) {
                var rows = new RowBuffer(projection);
                facts.forEach(told -> rows.fold(projection, told.envelope()));
                new FactWriter(projection).copy(connection, rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Records and writes. */
    public List<Told> tell(Collection<? extends Event> events) {
        var told = new ArrayList<Told>();
        events.forEach(event -> told.add(record(event)));
        write(told);
        return told;
    }

    public List<Told> tell(Event... events) {
        return tell(List.of(events));
    }

    /** What reads the persons whose keys are held here, and nobody notes it. */
    public PersonNames personNames(MasterKey master) {
        return personNames(master, _ -> {});
    }

    public PersonNames personNames(MasterKey master, Witness witness) {
        return new PersonNames(client(), () -> master, new PersonKeyNews(), witness, true);
    }

    /** What makes {@link AsOf} and {@link Paging} of a request; every fact was recorded before its clock. */
    public HandlerMethodArgumentResolver questionParameters() {
        return new QuestionParameters(() -> Instant.parse("2100-01-01T00:00:00Z"));
    }

    /** What is served here: everything. */
    public ReadModels readModels() {
        var readModels = new ReadModels(projections, new Applied(CloudEvents.source("test")));
        projections.forEach(readModels::serve);
        return readModels;
    }

    /** Nobody follows a feed here, so everything is applied at once. */
    public AppliedPositions appliedPositions() {
        return new AppliedPositions(client(), readModels(), CloudEvents.source("test"));
    }

    /** Takes a checkpoint as the topic has it. */
    public void receive(Checkpoint checkpoint, VerifyingKey key) {
        var record = new ConsumerRecord<>(
                "checkpoints", 0, 0, checkpoint.ledger().getBytes(UTF_8), CheckpointCodec.write(checkpoint));
        record.headers().add(CloudEvents.HEADER_PUBLIC_KEY, key.base64().getBytes(UTF_8));
        var place = new TopicPartition("checkpoints", 0);
        try (var connection = database.getConnection()) {
            new CheckpointIntake().store(connection, new ConsumerRecords<>(Map.of(place, List.of(record)), Map.of()));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void hold(PersonCipher key) {
        client().sql("insert into intake.person_key values (?, ?, ?, false)")
                .params(
                        key.person().value(),
                        key.version(),
                        Base64.getDecoder().decode(key.wrapped().wrapped()))
                .update();
    }

    /** As after an erasure: the key is gone and stays gone. */
    public void erase(PersonId person) {
        client().sql("""
            insert into intake.person_key values (?, 1, null, true)
            on conflict (person_id) do update set wrapped = null, erased = true
            """).params(person.value()).update();
    }

    @Override
    public void close() {
        database.destroy();
    }
}

package org.maillage.command.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.LongStream;
import org.flywaydb.core.Flyway;
import org.maillage.command.ledger.Hashed;
import org.maillage.command.ledger.Stored;
import org.maillage.kernel.Ids;
import org.maillage.kernel.servers.TestServers;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database with a ledger of its own, filled without going through decisions: publishing looks at bytes alone. */
public final class LedgerDatabase {

    private final String name;
    private final DriverManagerDataSource dataSource;
    private final JdbcClient sql;

    private LedgerDatabase(String name, DriverManagerDataSource dataSource) {
        this.name = name;
        this.dataSource = dataSource;
        this.sql = JdbcClient.create(dataSource);
    }

    public static LedgerDatabase fresh() {
        var fresh = TestServers.freshDatabase();
        // All tests share one broker: the name tells their records apart.
        var database = at(fresh.name() + "-" + Ids.next(), fresh.url(), fresh.user(), fresh.password());
        Flyway.configure()
                .dataSource(database.dataSource)
                .schemas("ledger")
                .locations("classpath:db/ledger")
                .placeholders(Map.of("role", ""))
                .load()
                .migrate();
        return database;
    }

    /** Another database with the same ledger as it was at a position, as a backup would bring it back: also what was published then. */
    LedgerDatabase restored(long position) {
        var restored = at(
                name,
                Objects.requireNonNull(fresh().dataSource().getUrl()),
                Objects.requireNonNull(dataSource.getUsername()),
                Objects.requireNonNull(dataSource.getPassword()));
        restored.append(read(0, (int) position));
        var progress = Batch.of(Progress.NOTHING, read(0, (int) position), new Outgoing(name))
                .to();
        restored.publishedUpTo(progress);
        return restored;
    }

    /** As if this had been published. */
    void publishedUpTo(Progress progress) {
        new JdbcTemplate(dataSource).update("""
            insert into ledger.publisher (ledger, position, partition_positions) values (?, ?, ?)
            on conflict (ledger) do update
                set position = excluded.position, partition_positions = excluded.partition_positions
            """, name, progress.position(), progress.partitions());
    }

    static LedgerDatabase at(String name, String url, String user, String password) {
        return new LedgerDatabase(name, new DriverManagerDataSource(url, user, password));
    }

    public String name() {
        return name;
    }

    public DriverManagerDataSource dataSource() {
        return dataSource;
    }

    /** Events of several aggregates over several keys. */
    public void append(int count) {
        var last = sql.sql("select coalesce(max(position), 0) from ledger.event")
                .query(Long.class)
                .single();
        // In the past, all of them.
        var first = Instant.now().truncatedTo(ChronoUnit.MICROS).minus(count, ChronoUnit.MICROS);
        append(LongStream.rangeClosed(last + 1, last + count)
                .mapToObj(n -> event(n, first.plus(n - last, ChronoUnit.MICROS)))
                .toList());
    }

    private static Stored event(long n, Instant recordedAt) {
        return new Stored(
                n,
                Ids.next(),
                UUID.nameUUIDFromBytes(("aggregate" + n % 40).getBytes(UTF_8)),
                n / 40,
                "partnership",
                "PartnershipProposed",
                1,
                UUID.nameUUIDFromBytes(("key" + n % 40).getBytes(UTF_8)),
                recordedAt,
                ("{\"n\":" + n + ",\"text\":\"" + "é".repeat((int) (n % 300)) + "\"}").getBytes(UTF_8),
                ("{\"epnId\":\"" + Ids.next() + "\",\"actor\":\"tests\"}").getBytes(UTF_8));
    }

    void append(Stored event) {
        append(List.of(event));
    }

    private void append(List<Stored> events) {
        new JdbcTemplate(dataSource)
                .batchUpdate(
                        "insert into ledger.event values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        events.stream()
                                .map(event -> new Object[] {
                                    event.position(),
                                    event.eventId(),
                                    event.aggregateId(),
                                    event.sequence(),
                                    event.aggregateType(),
                                    event.type(),
                                    event.revision(),
                                    event.streamKey(),
                                    event.recordedAt().atOffset(ZoneOffset.UTC),
                                    event.payload(),
                                    event.metadata(),
                                    event.leaf()
                                })
                                .toList());
    }

    /** As whoever owns the database can: past the trigger that refuses changes. */
    public void tamper(String statement) {
        sql.sql("alter table ledger.event disable trigger event_only_grows").update();
        sql.sql("alter table ledger.checkpoint disable trigger checkpoint_only_grows")
                .update();
        sql.sql(statement).update();
    }

    /** The events after a position with the leaves that are stored beside them. */
    public List<Hashed> readHashed(long after, int limit) {
        return sql.sql("""
            select position, event_id, aggregate_id, sequence, aggregate_type, type, revision, stream_key,
                recorded_at, payload, metadata, leaf
            from ledger.event where position > ? order by position limit ?
            """)
                .params(after, limit)
                .query((row, number) -> new Hashed(stored(row, number), row.getBytes("leaf")))
                .list();
    }

    List<Stored> read(long after, int limit) {
        return sql.sql("""
            select position, event_id, aggregate_id, sequence, aggregate_type, type, revision, stream_key,
                recorded_at, payload, metadata
            from ledger.event where position > ? order by position limit ?
            """).params(after, limit).query(LedgerDatabase::stored).list();
    }

    List<Stored> all() {
        return read(0, Integer.MAX_VALUE);
    }

    static Stored stored(ResultSet row, int number) throws SQLException {
        return new Stored(
                row.getLong(1),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getLong(4),
                row.getString(5),
                row.getString(6),
                row.getInt(7),
                row.getObject(8, UUID.class),
                row.getObject(9, OffsetDateTime.class).toInstant(),
                row.getBytes(10),
                row.getBytes(11));
    }

    long published() {
        return sql.sql("select coalesce(max(position), 0) from ledger.publisher where ledger = ?")
                .param(name)
                .query(Long.class)
                .single();
    }

    /** Ends the sessions that hold or want the seat, as a lost network would. */
    int endSessions(String applicationName) {
        return sql.sql("""
            select pg_terminate_backend(pid) from pg_stat_activity
            where application_name = ? and datname = current_database()
            """).param(applicationName).query(Boolean.class).list().size();
    }

    /** Connections under a name of their own, as another node would have them. */
    DriverManagerDataSource node(String applicationName) {
        var settings = new Properties();
        settings.setProperty("ApplicationName", applicationName);
        settings.setProperty("user", Objects.requireNonNull(dataSource.getUsername()));
        settings.setProperty("password", Objects.requireNonNull(dataSource.getPassword()));
        return new DriverManagerDataSource(Objects.requireNonNull(dataSource.getUrl()), settings);
    }
}

package org.maillage.infra.faults.checker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Scalar;
import org.maillage.kernel.servers.TestServers;
import org.maillage.kernel.wire.EventCodec;
import org.maillage.query.intake.FactTable;
import org.maillage.query.intake.FactTable.Column;
import org.maillage.query.intake.Projection;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The read models as the product itself folds them, so that the checker's own folds are held against them. */
final class ReadSide {

    private static final List<Column> ADDED = List.of(
            Column.of("position", FactTable.Type.BIGINT),
            Column.of("event_id", FactTable.Type.UUID),
            Column.of("recorded_at", FactTable.Type.TIMESTAMPTZ));

    private ReadSide() {}

    static List<Projection> projections() throws ReflectiveOperationException {
        var projections = new ArrayList<Projection>();
        for (var name : List.of(
                "access.AccessProjection",
                "agenda.AgendaProjection",
                "bilan.BilanProjection",
                "cards.CardsProjection",
                "compliance.ComplianceProjection",
                "directory.DirectoryProjection",
                "persondata.PersonDataProjection",
                "pipeline.PipelineProjection",
                "proof.ProofProjection",
                "relationshiphistory.RelationshipHistoryProjection",
                "timecost.TimeCostProjection")) {
            var constructor = Class.forName("org.maillage.query." + name).getDeclaredConstructor();
            constructor.setAccessible(true);
            projections.add((Projection) constructor.newInstance());
        }
        return projections;
    }

    /** By table, with what every row has at its end. */
    static Map<String, List<List<@Nullable Object>>> fold(Projection projection, StoredEvent event) {
        var rows = new LinkedHashMap<String, List<List<@Nullable Object>>>();
        if (!projection.concerns(event.type())) {
            return rows;
        }
        projection.fold(
                new org.maillage.query.intake.Fact(
                        event.position(),
                        event.id(),
                        event.key(),
                        event.aggregate(),
                        event.sequence(),
                        event.aggregateType(),
                        event.type(),
                        event.revision(),
                        event.recordedAt(),
                        Json.text(Json.read(event.metadata()), "actor"),
                        EventCodec.read(event.type(), event.revision(), event.payload()),
                        new String(event.payload(), UTF_8),
                        event.payload(),
                        event.metadata()),
                (table, values) -> {
                    var row = new ArrayList<@Nullable Object>();
                    for (var value : values) {
                        var plain = value instanceof Scalar<?> scalar ? scalar.value() : value;
                        row.add(plain instanceof Enum<?> constant ? constant.name() : plain);
                    }
                    row.addAll(List.of(event.position(), event.id(), event.recordedAt()));
                    rows.computeIfAbsent(table.name(), _ -> new ArrayList<>()).add(row);
                });
        return rows;
    }

    /** A database with all read models of these events, which answer and are as far as they can be. */
    static Evidence.Database of(List<StoredEvent> events) throws Exception {
        var fresh = TestServers.freshDatabase();
        var database = new Evidence.Database(fresh.url(), fresh.user(), fresh.password());
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute("create schema intake");
            migrate(database, "intake");
            connection.setAutoCommit(false);
            for (var projection : projections()) {
                create(connection, projection);
                for (var event : events) {
                    insert(connection, projection, event);
                }
                statement.execute("insert into intake.serving_version values ('" + projection.name() + "', "
                        + projection.version() + ")");
                offsets(connection, projection.schema(), events);
            }
            connection.commit();
        }
        return database;
    }

    /** As the product makes the tables of one schema. */
    static void migrate(Evidence.Database database, String schema) throws Exception {
        var scripts = new PathMatchingResourcePatternResolver().getResources("classpath:db/" + schema + "/V*.sql");
        Arrays.sort(scripts, Comparator.comparing((Resource script) -> Objects.requireNonNull(script.getFilename())));
        for (var script : scripts) {
            execute(database, script.getContentAsString(UTF_8));
        }
    }

    static Connection connect(Evidence.Database database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    static void execute(Evidence.Database database, String sql) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void offsets(Connection connection, String schema, List<StoredEvent> events) throws SQLException {
        var last = lastOfPartitions(events);
        try (var insert = connection.prepareStatement("insert into intake.projection_offset values (?, ?, ?, ?, 0)")) {
            for (int partition = 0; partition < last.length; partition++) {
                insert.setString(1, schema);
                insert.setString(2, "/maillage/main");
                insert.setInt(3, partition);
                insert.setLong(4, last[partition]);
                insert.executeUpdate();
            }
        }
    }

    static long[] lastOfPartitions(List<StoredEvent> events) {
        var last = new long[12];
        events.forEach(event -> last[TopicCheck.partition(event, 12)] = event.position());
        return last;
    }

    private static void create(Connection connection, Projection projection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("create schema " + projection.schema());
            for (var table : projection.tables()) {
                statement.execute(columns(table)
                        .map(column -> '"' + column.name() + "\" "
                                + (column.type() == FactTable.Type.TIMESTAMPTZ
                                        ? "timestamptz"
                                        : column.type().name()))
                        .collect(Collectors.joining(
                                ", ", "create table " + projection.schema() + "." + table.name() + " (", ")")));
            }
        }
    }

    private static Stream<Column> columns(FactTable table) {
        return Stream.concat(table.columns().stream(), ADDED.stream());
    }

    private static void insert(Connection connection, Projection projection, StoredEvent event) throws SQLException {
        for (var rows : fold(projection, event).entrySet()) {
            for (var row : rows.getValue()) {
                var marks = row.stream().map(_ -> "?").collect(Collectors.joining(", "));
                try (var insert = connection.prepareStatement(
                        "insert into " + projection.schema() + "." + rows.getKey() + " values (" + marks + ")")) {
                    for (int i = 0; i < row.size(); i++) {
                        var value = row.get(i);
                        insert.setObject(i + 1, value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
                    }
                    insert.executeUpdate();
                }
            }
        }
    }
}

package org.maillage.query.intake;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.maillage.kernel.servers.TestServers;
import org.maillage.kernel.servers.TestServers.Database;
import org.maillage.kernel.wire.KafkaAccess;

/** A node of the query side without its web: it runs until it is closed. */
final class TestNode implements AutoCloseable {

    static final Operation OPERATION = new Operation("somebody", "tests", "retry-parked-key", "{}", "because");

    final HikariDataSource database;
    final Transactions transactions;
    final Applied applied;
    final ReadModels readModels;
    final ParkedEvents parked;
    final Rebuilds rebuilds;
    final OperationLog log;
    private final Feed feed;

    private TestNode(
            HikariDataSource database, String bootstrap, String topic, String node, List<Projection> projections) {
        this.database = database;
        transactions = new Transactions(database);
        applied = new Applied(TestLedger.SOURCE);
        readModels = new ReadModels(projections, applied);
        parked = new ParkedEvents(projections, transactions, applied);
        rebuilds = new Rebuilds(projections, transactions, readModels);
        log = new OperationLog(transactions);
        feed = new Feed(
                projections,
                new FeedSettings(KafkaAccess.plain(bootstrap), topic, "no-keys", TestLedger.SOURCE, topic, node, 1),
                database,
                transactions,
                applied,
                readModels);
    }

    /** How many events of a key can be applied now. */
    long retry(Projection projection, UUID key) throws SQLException {
        var name = new ParkedEvents.Name(projection.schema(), TestLedger.SOURCE, key.toString());
        return parked.retry(OPERATION, name).orElseThrow().applied();
    }

    static TestNode start(Database database, String topic, Projection... projections) {
        return startNamed("", database, topic, projections);
    }

    /** @param node a name that it keeps over restarts */
    static TestNode startNamed(String node, Database database, String topic, Projection... projections) {
        return start(
                node,
                database.url(),
                database.user(),
                database.password(),
                TestServers.kafka().bootstrap(),
                topic,
                projections);
    }

    static TestNode start(
            String node,
            String url,
            String user,
            String password,
            String bootstrap,
            String topic,
            Projection... projections) {
        var started = new TestNode(pool(url, user, password), bootstrap, topic, node, List.of(projections));
        started.feed.start();
        return started;
    }

    /** A node that follows nothing itself: it only hears of the others. */
    static TestNode listening(Database database) {
        return start(database, "nothing");
    }

    static Database migrated() {
        var database = TestServers.freshDatabase();
        Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .locations("classpath:db/intake")
                .schemas("intake")
                .load()
                .migrate();
        return database;
    }

    static HikariDataSource pool(Database database) {
        return pool(database.url(), database.user(), database.password());
    }

    private static HikariDataSource pool(String url, String user, String password) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(8);
        config.setConnectionTimeout(2_000);
        config.setConnectionInitSql(IntakePool.NOT_FOR_EVER);
        return new HikariDataSource(config);
    }

    long count(String sql) {
        try (var connection = database.getConnection()) {
            return count(connection, sql);
        } catch (SQLException notYet) {
            return -1;
        }
    }

    static long count(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** All rows of a projection, each as text, by table. */
    Map<String, List<String>> rows(Projection projection) throws SQLException {
        var rows = new TreeMap<String, List<String>>();
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            for (var table : projection.tables()) {
                var texts = new ArrayList<String>();
                try (var found = statement.executeQuery("select t::text from " + projection.schema() + "."
                        + table.name() + " t order by position, t::text")) {
                    while (found.next()) {
                        texts.add(found.getString(1));
                    }
                }
                rows.put(table.name(), texts);
            }
        }
        return rows;
    }

    /** It follows nothing any more. */
    void stopFeed() {
        feed.stop();
    }

    @Override
    public void close() {
        feed.stop();
        database.close();
    }
}

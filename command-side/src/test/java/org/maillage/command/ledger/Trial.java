package org.maillage.command.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.flywaydb.core.Flyway;
import org.maillage.kernel.Ids;
import org.maillage.kernel.epn.EpnEvent.StaffAppointed;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.servers.TestServers;
import org.maillage.kernel.servers.Wire;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A ledger of its own on the real PostgreSQL, and units to write into it. */
record Trial(String url, String user, String password) {

    static Trial fresh() {
        var database = TestServers.freshDatabase();
        return new Trial(database.url(), database.user(), database.password()).migrated();
    }

    Trial migrated() {
        Flyway.configure()
                .dataSource(url, user, password)
                .schemas("ledger")
                .defaultSchema("ledger")
                .locations("classpath:db/ledger")
                .placeholders(Map.of("role", ""))
                .load()
                .migrate();
        return this;
    }

    /** The same, reached by a way that can go wrong. */
    Trial through(Wire wire) {
        var database = url.substring(url.lastIndexOf('/') + 1).replaceAll("\\?.*", "");
        return new Trial(
                "jdbc:postgresql://127.0.0.1:" + wire.port() + "/" + database + "?sslmode=disable", user, password);
    }

    Writer.Settings settings() {
        return Writer.Settings.of(url, user, password);
    }

    Writer.Settings settings(Duration transactionTimeout, Duration patience, int queue) {
        return new Writer.Settings(url, user, password, transactionTimeout, patience, queue);
    }

    Reader reader() {
        return new Reader(new DriverManagerDataSource(url, user, password));
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    JdbcClient jdbc() {
        return JdbcClient.create(new DriverManagerDataSource(url, user, password));
    }

    long count(String table) {
        return jdbc().sql("select count(*) from ledger." + table)
                .query(Long.class)
                .single();
    }

    List<Stored> all(Writer writer) {
        return new Ledger(reader(), writer).read(0, Integer.MAX_VALUE);
    }

    static EpnId epn() {
        return new EpnId(Ids.next());
    }

    static StagedEvent event(EpnId aggregate, long sequence) {
        var event = new StaffAppointed(aggregate, new PersonId(Ids.next()), new Role("animatrice"));
        return StagedEvent.of(new GenericDomainEventMessage<>("Epn", aggregate.toString(), sequence, event));
    }

    static Unit unit(StagedEvent... events) {
        return unit(List.of(), events);
    }

    static Unit unit(List<ClaimChange> claims, StagedEvent... events) {
        return new Unit(Ids.next(), null, null, null, List.of(events), claims);
    }

    static ClaimChange take(String key, UUID owner) {
        return new ClaimChange(new ClaimChange.Name("trial", key), null, owner, IllegalStateException::new);
    }

    static ClaimChange release(String key, UUID owner) {
        return new ClaimChange(new ClaimChange.Name("trial", key), owner, null, null);
    }
}

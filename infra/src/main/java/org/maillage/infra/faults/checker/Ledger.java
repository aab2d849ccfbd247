package org.maillage.infra.faults.checker;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger holds: everything that was ever promised, in one snapshot.
 *
 * @param events in the order of their positions
 */
record Ledger(
        List<StoredEvent> events,
        List<Command> commands,
        List<Claim> claims,
        @Nullable Published published) {

    /** A command that was done, with the positions that it was given; null when it had no event. */
    record Command(UUID id, @Nullable Long first, @Nullable Long last) {}

    record Claim(String kind, String key, UUID owner) {}

    /** How far the publisher says that it is. */
    record Published(long position, List<Long> partitions) {}

    static Ledger read(Connection connection, String ledger) throws SQLException {
        return new Ledger(events(connection), commands(connection), claims(connection), published(connection, ledger));
    }

    private static List<StoredEvent> events(Connection connection) throws SQLException {
        var events = new ArrayList<StoredEvent>();
        try (var query = connection.prepareStatement("""
            select position, event_id, aggregate_id, sequence, aggregate_type, type, revision, stream_key,
                   recorded_at, payload, metadata, leaf
            from ledger.event order by position\
            """);
                var rows = query.executeQuery()) {
            while (rows.next()) {
                events.add(new StoredEvent(
                        rows.getLong(1),
                        rows.getObject(2, UUID.class),
                        rows.getObject(3, UUID.class),
                        rows.getLong(4),
                        rows.getString(5),
                        rows.getString(6),
                        rows.getInt(7),
                        rows.getObject(8, UUID.class),
                        rows.getObject(9, OffsetDateTime.class).toInstant(),
                        rows.getBytes(10),
                        rows.getBytes(11),
                        rows.getBytes(12)));
            }
        }
        return events;
    }

    private static List<Command> commands(Connection connection) throws SQLException {
        var commands = new ArrayList<Command>();
        try (var query = connection.prepareStatement(
                        "select command_id, first_position, last_position from ledger.command_log");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                commands.add(new Command(
                        rows.getObject(1, UUID.class), rows.getObject(2, Long.class), rows.getObject(3, Long.class)));
            }
        }
        return commands;
    }

    private static List<Claim> claims(Connection connection) throws SQLException {
        var claims = new ArrayList<Claim>();
        try (var query = connection.prepareStatement("select kind, key, owner from ledger.claim order by kind, key");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                claims.add(new Claim(rows.getString(1), rows.getString(2), rows.getObject(3, UUID.class)));
            }
        }
        return claims;
    }

    private static @Nullable Published published(Connection connection, String ledger) throws SQLException {
        try (var query = connection.prepareStatement(
                "select position, partition_positions from ledger.publisher where ledger = ?")) {
            query.setString(1, ledger);
            try (var row = query.executeQuery()) {
                return row.next()
                        ? new Published(
                                row.getLong(1), List.of((Long[]) row.getArray(2).getArray()))
                        : null;
            }
        }
    }
}

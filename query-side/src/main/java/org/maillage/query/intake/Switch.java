package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Two schemas change their names, and with them their offsets and what they park: one transaction, of which readers and writers see
 * all or nothing. A name is looked up whenever a statement begins, also by statements that were prepared before.
 */
final class Switch {

    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(5);

    private Switch() {}

    /** What was rebuilt answers from now on; what answered is kept, and what was kept before is gone. */
    static void toNext(Connection connection, Projection projection) throws SQLException {
        var now = projection.schema();
        var next = Shadow.next(projection).schema();
        var old = Shadow.old(projection).schema();
        drop(connection, old);
        rename(connection, now, old);
        rename(connection, next, now);
        // Whoever remembers where it was looks again, for what is parked has changed: it reads one record again, and
        // drops it.
        run(
                connection,
                "update intake.projection_offset set koffset = greatest(koffset - 1, -1) where projection = ?",
                now);
        run(connection, """
            update intake.projection_build set complete = true, state = null, ended_at = now() where projection = ?\
            """, now);
        Applied.tellParked(connection, now);
    }

    /** What answered before takes the place of what is rebuilt: it goes on from its own offsets until it is as far. */
    static void oldToNext(Connection connection, Projection projection) throws SQLException {
        var next = Shadow.next(projection).schema();
        drop(connection, next);
        rename(connection, Shadow.old(projection).schema(), next);
    }

    static void drop(Connection connection, String id) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + Tables.name(id) + " cascade");
        }
        for (var table : new String[] {"projection_offset", "parked", "projection_build"}) {
            run(connection, "delete from intake." + table + " where projection = ?", id);
        }
    }

    private static void rename(Connection connection, String from, String to) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("alter schema " + Tables.name(from) + " rename to " + Tables.name(to));
        }
        for (var table : new String[] {"projection_offset", "parked", "projection_build"}) {
            run(connection, "update intake." + table + " set projection = ? where projection = ?", to, from);
        }
    }

    private static void run(Connection connection, String sql, String... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    /**
     * Waits for those who read since before now. A transaction that keeps one snapshot for several statements could find the new tables
     * under the old name, as they were before the last rows came. Those who wait for a lock are writers: they wait for us.
     *
     * @return whether all of them have ended in time
     */
    static boolean awaitOlderReaders(Connection connection, long mostNanos) throws SQLException {
        long deadline = System.nanoTime() + mostNanos;
        Timestamp now;
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            now = row.getTimestamp(1);
        }
        try (var query = connection.prepareStatement("""
            select exists (select from pg_stat_activity, pg_stat_clear_snapshot()
                where datname = current_database() and usename = current_user and pid <> pg_backend_pid()
                    and backend_xmin is not null and xact_start <= ? and wait_event_type is distinct from 'Lock')\
            """)) {
            query.setTimestamp(1, now);
            while (exists(query)) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                LockSupport.parkNanos(LOOK_AGAIN);
            }
        }
        return true;
    }

    private static boolean exists(PreparedStatement query) throws SQLException {
        try (var row = query.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }
}

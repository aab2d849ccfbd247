package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.SQLException;

/** Which versions of the projections are built, and which one answers. */
final class Versions {

    private Versions() {}

    /** Whether its rows lack, so that the feed must be folded from its beginning. */
    static boolean lacks(Connection connection, Projection projection) throws SQLException {
        try (var query = connection.prepareStatement("""
            select contradicted, has_rows,
                exists (select from intake.projection_offset o where o.projection = b.projection and o.position > 0)
            from intake.projection_build b where projection = ?\
            """)) {
            query.setString(1, projection.schema());
            try (var row = query.executeQuery()) {
                if (!row.next() || !Tables.exist(connection, projection)) {
                    return true;
                }
                if (row.getBoolean(1)) {
                    return true;
                }
                boolean hasRows = row.getBoolean(2);
                boolean hasOffsets = row.getBoolean(3);
                boolean empty = Tables.empty(connection, projection);
                return (hasRows && empty) || (!hasOffsets && !empty);
            }
        }
    }

    static boolean complete(Connection connection, Projection projection) throws SQLException {
        try (var query =
                connection.prepareStatement("select from intake.projection_build where projection = ? and complete")) {
            query.setString(1, projection.schema());
            try (var row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Empty tables, no offsets. */
    static void begin(Connection connection, Projection projection) throws SQLException {
        Tables.create(connection, projection);
        for (var sql : new String[] {
            "delete from intake.projection_offset where projection = ?",
            "delete from intake.parked where projection = ?",
            """
            insert into intake.projection_build (projection, complete, has_rows, state, started_at)
            values (?, false, false, 'FILLING', now())
            on conflict (projection) do update set complete = false, has_rows = false, contradicted = false, state = 'FILLING',
                started_at = now(), ended_at = null, records_read = 0, records_total = 0, records_per_second = 0,
                comparison = null, failure = null\
            """
        }) {
            try (var statement = connection.prepareStatement(sql)) {
                statement.setString(1, projection.schema());
                statement.executeUpdate();
            }
        }
    }

    static void finish(Connection connection, Projection projection) throws SQLException {
        try (var update = connection.prepareStatement(
                "update intake.projection_build set complete = true, state = null, ended_at = now() where projection ="
                        + " ?")) {
            update.setString(1, projection.schema());
            update.executeUpdate();
        }
    }

    /** The feed is of another ledger than the rows: they are made anew at the next start. */
    static void contradict(Connection connection, String projection) throws SQLException {
        try (var update = connection.prepareStatement(
                "update intake.projection_build set contradicted = true where projection = ?")) {
            update.setString(1, projection);
            update.executeUpdate();
        }
    }

    static void noteRows(Connection connection, String projection) throws SQLException {
        try (var update = connection.prepareStatement(
                "update intake.projection_build set has_rows = true where projection = ? and not has_rows")) {
            update.setString(1, projection);
            update.executeUpdate();
        }
    }

    /**
     * Lets this version answer, if it is as far as the one that answers now, on every partition; an older version than that one
     * never takes over again, its nodes go on with it.
     *
     * @return whether nodes of this version may answer
     */
    static boolean serve(Connection connection, Projection projection) throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into intake.serving_version (projection, version) values (?, ?) on conflict do nothing")) {
            insert.setString(1, projection.name());
            insert.setInt(2, projection.version());
            insert.executeUpdate();
        }
        int serving;
        try (var query = connection.prepareStatement(
                "select version from intake.serving_version where projection = ? for update")) {
            query.setString(1, projection.name());
            try (var row = query.executeQuery()) {
                row.next();
                serving = row.getInt(1);
            }
        }
        if (serving >= projection.version()) {
            return true;
        }
        if (behind(connection, projection.name() + "_v" + serving, projection.schema())) {
            return false;
        }
        try (var update =
                connection.prepareStatement("update intake.serving_version set version = ? where projection = ?")) {
            update.setInt(1, projection.version());
            update.setString(2, projection.name());
            update.executeUpdate();
        }
        return true;
    }

    /** Locks both, so that neither moves before the switch is committed. */
    private static boolean behind(Connection connection, String old, String built) throws SQLException {
        try (var lock = connection.prepareStatement("""
            select from intake.projection_offset where projection in (?, ?)
            order by projection, source, partition for update\
            """)) {
            lock.setString(1, old);
            lock.setString(2, built);
            lock.execute();
        }
        try (var query = connection.prepareStatement("""
            select from intake.projection_offset o
            left join intake.projection_offset n
                on n.projection = ? and n.source = o.source and n.partition = o.partition
            where o.projection = ? and coalesce(n.position, 0) < o.position\
            """)) {
            query.setString(1, built);
            query.setString(2, old);
            try (var rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }
}

package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One schema of a read model, in {@code intake.projection_build}: how far its making is.
 *
 * @param id the name of the schema
 * @param complete whether it was folded to the end of the feed once
 * @param state null when nothing more is to be done with it
 */
record Build(
        String id,
        boolean complete,
        @Nullable State state,
        @Nullable Instant askedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        RebuildProgress.Reached reached,
        @Nullable String comparison,
        @Nullable String failure) {

    enum State {
        /** Somebody wants it. */
        ASKED,
        /** The feed is folded into it. */
        FILLING,
        /** It is as far as what answers, and is compared with it. */
        COMPARING,
        /** It is not the same as what answers: somebody must decide. */
        DIFFERENT,
        /** Somebody wants it as it is. */
        SWITCHING,
        /** It answered before, and shall again. */
        RETURNING,
        /** It cannot be made. */
        FAILED;

        /** Whether it goes on by itself. */
        boolean underWay() {
            return switch (this) {
                case ASKED, FILLING, COMPARING, SWITCHING, RETURNING -> true;
                case DIFFERENT, FAILED -> false;
            };
        }
    }

    /** Whether it goes on by itself. */
    boolean underWay() {
        return state != null && state.underWay();
    }

    private static final String COLUMNS = "projection, complete, state, asked_at, started_at, ended_at, records_read,"
            + " records_total, records_per_second, comparison, failure";

    static SortedMap<String, Build> all(Connection connection) throws SQLException {
        var all = new TreeMap<String, Build>();
        try (var query = connection.prepareStatement("select " + COLUMNS + " from intake.projection_build");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                var build = of(rows);
                all.put(build.id(), build);
            }
        }
        return all;
    }

    /** Nobody changes it before this transaction ends. */
    static Optional<Build> lock(Connection connection, String id) throws SQLException {
        try (var query = connection.prepareStatement(
                "select " + COLUMNS + " from intake.projection_build where projection = ? for update")) {
            query.setString(1, id);
            try (var row = query.executeQuery()) {
                return row.next() ? Optional.of(of(row)) : Optional.empty();
            }
        }
    }

    private static Build of(ResultSet row) throws SQLException {
        var state = row.getString(3);
        return new Build(
                row.getString(1),
                row.getBoolean(2),
                state == null ? null : State.valueOf(state),
                instant(row, 4),
                instant(row, 5),
                instant(row, 6),
                new RebuildProgress.Reached(row.getLong(7), row.getLong(8), row.getLong(9)),
                row.getString(10),
                row.getString(11));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    /** From now on whoever went on with it before is refused; gives the number of the new term, 0 when there is no such thing. */
    static long nextTerm(Connection connection, String id) throws SQLException {
        try (var update = connection.prepareStatement(
                "update intake.projection_build set term = term + 1 where projection = ? returning term")) {
            update.setString(1, id);
            try (var row = update.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** Whether it is still ours; nobody takes it before this transaction ends. */
    static boolean lockTerm(Connection connection, String id, long term) throws SQLException {
        try (var query = connection.prepareStatement(
                "select from intake.projection_build where projection = ? and term = ? for update")) {
            query.setString(1, id);
            query.setLong(2, term);
            try (var row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    /** @param ended whether somebody has to decide before it goes on */
    static void become(Connection connection, String id, State state, boolean ended) throws SQLException {
        try (var update = connection.prepareStatement("update intake.projection_build set state = ?, ended_at = "
                + (ended ? "now()" : "null") + " where projection = ?")) {
            update.setString(1, state.name());
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    static void ask(Connection connection, String id, State state) throws SQLException {
        try (var insert = connection.prepareStatement("""
            insert into intake.projection_build (projection, complete, has_rows, state, asked_at)
            values (?, false, false, ?, now())
            on conflict (projection) do update set state = excluded.state, asked_at = excluded.asked_at,
                ended_at = null, failure = null\
            """)) {
            insert.setString(1, id);
            insert.setString(2, state.name());
            insert.executeUpdate();
        }
    }

    static void noteComparison(Connection connection, String id, String comparison) throws SQLException {
        note(connection, id, "comparison", comparison);
    }

    static void fail(Connection connection, String id, String failure) throws SQLException {
        note(connection, id, "failure", failure);
        become(connection, id, State.FAILED, true);
    }

    private static void note(Connection connection, String id, String column, String text) throws SQLException {
        try (var update = connection.prepareStatement(
                "update intake.projection_build set " + column + " = ? where projection = ?")) {
            update.setString(1, text);
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    static void noteProgress(Connection connection, String id, RebuildProgress.Reached reached) throws SQLException {
        try (var update = connection.prepareStatement("""
            update intake.projection_build set records_read = ?, records_total = ?, records_per_second = ?
            where projection = ?\
            """)) {
            update.setLong(1, reached.read());
            update.setLong(2, reached.total());
            update.setLong(3, reached.perSecond());
            update.setString(4, id);
            update.executeUpdate();
        }
    }
}

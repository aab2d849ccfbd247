package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far projections are, in {@code intake.projection_offset}. */
final class Offsets {

    @FunctionalInterface
    interface Reader {
        void offset(String source, int partition, long position, long offset, String event, String time);
    }

    /** The number of the lock under which a projection gets places that it did not have. */
    private static final String NEW_PLACES = "hashtextextended(?, 4718)";

    private Offsets() {}

    /**
     * Nobody moves the offsets of a projection before this transaction ends. It may read no table before: a snapshot that is older
     * than the locks would not show what was written until they were granted.
     *
     * @return where each place is
     */
    static Map<Intake.Place, Long> lock(Connection connection, String projection) throws SQLException {
        try (var lock = connection.prepareStatement("select pg_advisory_xact_lock(" + NEW_PLACES + ")")) {
            lock.setString(1, projection);
            lock.execute();
        }
        return positions(connection, projection, " order by source, partition for update");
    }

    static Map<Intake.Place, Long> positions(Connection connection, String projection) throws SQLException {
        return positions(connection, projection, "");
    }

    private static Map<Intake.Place, Long> positions(Connection connection, String projection, String rest)
            throws SQLException {
        var positions = new LinkedHashMap<Intake.Place, Long>();
        try (var query = connection.prepareStatement(
                "select source, partition, position from intake.projection_offset where projection = ?" + rest)) {
            query.setString(1, projection);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    positions.put(new Intake.Place(rows.getString(1), rows.getInt(2)), rows.getLong(3));
                }
            }
        }
        return positions;
    }

    static void of(Connection connection, String projection, Collection<Integer> partitions, Reader reader)
            throws SQLException {
        try (var query = connection.prepareStatement("""
            select source, partition, position, koffset, event_id, event_time from intake.projection_offset
            where projection = ? and partition = any(?)\
            """)) {
            query.setString(1, projection);
            query.setArray(2, connection.createArrayOf("integer", partitions.toArray()));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    reader.offset(
                            rows.getString(1),
                            rows.getInt(2),
                            rows.getLong(3),
                            rows.getLong(4),
                            rows.getString(5),
                            rows.getString(6));
                }
            }
        }
    }

    /** The steps of one batch: each from where its place is believed to be. */
    static final class Move {

        private final List<Object> sources;
        private final List<Object> partitions;
        private final List<Object> from;
        private final List<Object> fromOffsets;
        private final List<Object> to;
        private final List<Object> offsets;
        private final List<Object> events;
        private final List<Object> times;
        private final StringBuilder news = new StringBuilder();

        Move(int size) {
            sources = new ArrayList<>(size);
            partitions = new ArrayList<>(size);
            from = new ArrayList<>(size);
            fromOffsets = new ArrayList<>(size);
            to = new ArrayList<>(size);
            offsets = new ArrayList<>(size);
            events = new ArrayList<>(size);
            times = new ArrayList<>(size);
        }

        /** @param to where the place is then; its last event tells this ledger from another one with the same positions */
        void add(String source, int partition, long expected, long expectedOffset, Intake.Mark to) {
            long position = to.position();
            sources.add(source);
            partitions.add(partition);
            from.add(expected);
            fromOffsets.add(expectedOffset);
            this.to.add(position);
            offsets.add(to.offset());
            events.add(to.event());
            times.add(to.time());
            news.append(' ')
                    .append(source)
                    .append('#')
                    .append(partition)
                    .append('=')
                    .append(position);
        }

        /** Moves all of them and tells the other nodes, or gives false when one is not where it is believed to be. */
        boolean tryIn(Connection connection, String projection) throws SQLException {
            if (from.contains(0L)) {
                begin(connection, projection);
            }
            try (var update = connection.prepareStatement("""
                with moved as (
                    update intake.projection_offset o set position = n.position, koffset = n.koffset,
                        event_id = n.event_id, event_time = n.event_time
                    from unnest(?::text[], ?::integer[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                            ?::text[], ?::text[])
                        n(source, partition, expected, expected_offset, position, koffset, event_id, event_time)
                    where o.projection = ? and o.source = n.source and o.partition = n.partition
                        and o.position = n.expected and o.koffset = n.expected_offset
                    returning 1)
                select (select count(*) from moved), pg_notify(?, ?)\
                """)) {
                update.setArray(1, connection.createArrayOf("text", sources.toArray()));
                update.setArray(2, connection.createArrayOf("integer", partitions.toArray()));
                update.setArray(3, connection.createArrayOf("bigint", from.toArray()));
                update.setArray(4, connection.createArrayOf("bigint", fromOffsets.toArray()));
                update.setArray(5, connection.createArrayOf("bigint", to.toArray()));
                update.setArray(6, connection.createArrayOf("bigint", offsets.toArray()));
                update.setArray(7, connection.createArrayOf("text", events.toArray()));
                update.setArray(8, connection.createArrayOf("text", times.toArray()));
                update.setString(9, projection);
                update.setString(10, Applied.CHANNEL);
                update.setString(11, Applied.news(projection, news.toString()));
                try (var moved = update.executeQuery()) {
                    moved.next();
                    return moved.getInt(1) == sources.size();
                }
            }
        }

        /** A switch to what was rebuilt locks the places that there are; it must not miss one that is being made. */
        private void begin(Connection connection, String projection) throws SQLException {
            try (var lock = connection.prepareStatement("select pg_advisory_xact_lock_shared(" + NEW_PLACES + ")")) {
                lock.setString(1, projection);
                lock.execute();
            }
            try (var insert = connection.prepareStatement("""
                insert into intake.projection_offset (projection, source, partition, position, koffset)
                select ?, source, partition, 0, -1 from unnest(?::text[], ?::integer[]) n(source, partition)
                on conflict do nothing\
                """)) {
                insert.setString(1, projection);
                insert.setArray(2, connection.createArrayOf("text", sources.toArray()));
                insert.setArray(3, connection.createArrayOf("integer", partitions.toArray()));
                insert.executeUpdate();
            }
        }
    }
}

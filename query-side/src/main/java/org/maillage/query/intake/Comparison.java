package org.maillage.query.intake;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.maillage.kernel.wire.Json;
import tools.jackson.databind.json.JsonMapper;

/**
 * What answers beside what was rebuilt, at the same positions: how many rows each table has, and whether they are the same.
 *
 * @param tables and at last the events that are parked
 */
public record Comparison(boolean equal, List<Table> tables) {

    /**
     * @param rows of what answers
     * @param rebuilt rows of what was rebuilt
     * @param differing the first positions whose rows differ; empty when they are equal
     */
    public record Table(String name, long rows, long rebuilt, boolean equal, List<Long> differing) {
        public Table {
            differing = List.copyOf(differing);
        }
    }

    private static final JsonMapper MAPPER = Json.mapper().build();
    private static final int MOST_DIFFERING = 20;
    private static final int RANGES = 1_000;

    public Comparison {
        tables = List.copyOf(tables);
    }

    static Comparison read(String json) {
        return MAPPER.readValue(json, Comparison.class);
    }

    String write() {
        return MAPPER.writeValueAsString(this);
    }

    /** Rows, and two sums of their hashes: whatever their order, and wherever they lie. */
    private record Sum(long rows, BigDecimal one, BigDecimal another) {

        static final Sum NOTHING = new Sum(0, BigDecimal.ZERO, BigDecimal.ZERO);

        Sum plus(Sum more) {
            return new Sum(rows + more.rows, one.add(more.one), another.add(more.another));
        }
    }

    /** One table, summed by ranges of positions. */
    private record Side(Map<Long, Sum> ranges) {

        Sum all() {
            return ranges.values().stream().reduce(Sum.NOTHING, Sum::plus);
        }

        Sum in(long range) {
            return ranges.getOrDefault(range, Sum.NOTHING);
        }
    }

    private record Both(Side old, Side rebuilt) {

        boolean equal() {
            return differing().isEmpty();
        }

        List<Long> differing() {
            var ranges = new TreeSet<>(old.ranges().keySet());
            ranges.addAll(rebuilt.ranges().keySet());
            ranges.removeIf(range -> old.in(range).equals(rebuilt.in(range)));
            return List.copyOf(ranges);
        }
    }

    /**
     * The sums of all tables. They are made while both go on being written, and again of what was written meanwhile: a partition that
     * has not moved since has brought nothing, and one that has brought only what lies behind where it was.
     */
    static final class Sums {

        private final Projection old;
        private final Projection rebuilt;
        private final Map<Intake.Place, Long> at;
        private final long width;
        private final List<Both> tables = new ArrayList<>();
        private final Both parked;

        /** @param at how far both are, at least */
        Sums(Connection connection, Projection old, Projection rebuilt, Map<Intake.Place, Long> at)
                throws SQLException {
            this.old = old;
            this.rebuilt = rebuilt;
            this.at = Map.copyOf(at);
            this.width = at.values().stream().mapToLong(Long::longValue).max().orElse(0) / RANGES + 1;
            this.parked = new Both(parked(connection, old), parked(connection, rebuilt));
            sum(connection, 0);
        }

        private Sums(Connection connection, Sums before, Map<Intake.Place, Long> at) throws SQLException {
            this.old = before.old;
            this.rebuilt = before.rebuilt;
            this.at = Map.copyOf(at);
            this.width = before.width;
            this.parked = new Both(parked(connection, old), parked(connection, rebuilt));
            // What was parked before, and is not now, has brought rows from anywhere.
            long from = parked.equals(before.parked) ? before.firstChanged(at) : 0;
            for (var table : before.tables) {
                tables.add(new Both(before(table.old(), from), before(table.rebuilt(), from)));
            }
            sum(connection, from);
        }

        /** The same after both have moved; they stand still now. */
        Sums moved(Connection connection, Map<Intake.Place, Long> to) throws SQLException {
            return new Sums(connection, this, to);
        }

        /** The first range in which something may have been written since. */
        private long firstChanged(Map<Intake.Place, Long> now) {
            long first = Long.MAX_VALUE;
            for (var place : now.entrySet()) {
                long was = at.getOrDefault(place.getKey(), 0L);
                if (was != place.getValue()) {
                    first = Math.min(first, (was + 1) / width);
                }
            }
            return first;
        }

        private static Side before(Side side, long range) {
            var kept = new TreeMap<>(side.ranges());
            kept.keySet().removeIf(one -> one >= range);
            return new Side(kept);
        }

        private void sum(Connection connection, long from) throws SQLException {
            if (from == Long.MAX_VALUE) {
                return;
            }
            int number = 0;
            for (var table : old.tables()) {
                var more = new Both(
                        rows(connection, Tables.qualified(old, table), from),
                        rows(connection, Tables.qualified(rebuilt, table), from));
                if (number < tables.size()) {
                    var known = tables.get(number);
                    tables.set(number, new Both(both(known.old(), more.old()), both(known.rebuilt(), more.rebuilt())));
                } else {
                    tables.add(more);
                }
                number++;
            }
        }

        private static Side both(Side some, Side more) {
            var all = new TreeMap<>(some.ranges());
            all.putAll(more.ranges());
            return new Side(all);
        }

        private Side rows(Connection connection, String table, long from) throws SQLException {
            try (var query = connection.prepareStatement("""
                select position / ?, count(*), sum(hashtextextended(text, 0)::numeric),
                    sum(hashtextextended(text, 1)::numeric)
                from (select whole.position, whole::text as text from %s whole where position >= ?) rows
                group by 1\
                """.formatted(table))) {
                query.setLong(1, width);
                query.setLong(2, Math.multiplyExact(from, width));
                return side(query);
            }
        }

        private static Side parked(Connection connection, Projection projection) throws SQLException {
            try (var query = connection.prepareStatement("""
                select position, count(*), sum(hashtextextended(text, 0)::numeric),
                    sum(hashtextextended(text, 1)::numeric)
                from (select position, concat_ws(' ', source, partition, key) as text
                      from intake.parked where projection = ?) rows
                group by 1\
                """)) {
                query.setString(1, projection.schema());
                return side(query);
            }
        }

        private static Side side(PreparedStatement query) throws SQLException {
            var ranges = new TreeMap<Long, Sum>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    ranges.put(rows.getLong(1), new Sum(rows.getLong(2), rows.getBigDecimal(3), rows.getBigDecimal(4)));
                }
            }
            return new Side(ranges);
        }

        boolean equal() {
            return parked.equal() && tables.stream().allMatch(Both::equal);
        }

        /** @param connection that sees what was summed at last */
        Comparison inDetail(Connection connection) throws SQLException {
            var compared = new ArrayList<Table>();
            for (int i = 0; i < tables.size(); i++) {
                var table = old.tables().get(i);
                compared.add(table(table.name(), tables.get(i), differing(connection, table, tables.get(i))));
            }
            compared.add(table(
                    "parked",
                    parked,
                    parked.differing().stream().limit(MOST_DIFFERING).toList()));
            return new Comparison(equal(), compared);
        }

        private static Table table(String name, Both both, List<Long> differing) {
            return new Table(name, both.old().all().rows(), both.rebuilt().all().rows(), both.equal(), differing);
        }

        private List<Long> differing(Connection connection, FactTable table, Both both) throws SQLException {
            var positions = new ArrayList<Long>();
            for (var range : both.differing()) {
                try (var query = connection.prepareStatement(
                        """
                        select position
                        from (select position, count(*) as rows, sum(hashtextextended(whole::text, 0)::numeric) as sum
                              from %s whole where position between ? and ? group by position) old
                        full join (select position, count(*) as rows, sum(hashtextextended(whole::text, 0)::numeric) as sum
                              from %s whole where position between ? and ? group by position) rebuilt using (position)
                        where old.rows is distinct from rebuilt.rows or old.sum is distinct from rebuilt.sum
                        order by position limit ?\
                        """.formatted(Tables.qualified(old, table), Tables.qualified(rebuilt, table)))) {
                    query.setLong(1, range * width);
                    query.setLong(2, (range + 1) * width - 1);
                    query.setLong(3, range * width);
                    query.setLong(4, (range + 1) * width - 1);
                    query.setInt(5, MOST_DIFFERING - positions.size());
                    try (var rows = query.executeQuery()) {
                        while (rows.next()) {
                            positions.add(rows.getLong(1));
                        }
                    }
                }
                if (positions.size() >= MOST_DIFFERING) {
                    break;
                }
            }
            return positions;
        }
    }
}

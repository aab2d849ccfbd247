package org.maillage.infra.faults.checker;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every read model has the rows that the events make, all of them, and no others. */
final class ReadModelsCheck implements Check {

    /** Read at a time: their rows are held in memory. */
    private static final int WINDOW = 10_000;

    private static final Comparator<List<@Nullable String>> ANY = Comparator.comparing(
            row -> String.join("\0", row.stream().map(String::valueOf).toList()));

    private final List<StoredEvent> events;
    private final Evidence.Database reads;
    private final List<Model> models;

    ReadModelsCheck(List<StoredEvent> events, Evidence.Database reads, List<Model> models) {
        this.events = events;
        this.reads = reads;
        this.models = models;
    }

    @Override
    public String name() {
        return "read models";
    }

    @Override
    public String look(Findings findings) throws SQLException {
        long rows = 0;
        int tables = 0;
        try (var connection = Databases.snapshot(reads)) {
            var known = new HashSet<String>();
            for (var model : models) {
                known.add(model.schema());
            }
            for (var schema : Models.serving(connection)) {
                findings.addUnless(known.contains(schema), schema + " answers, but the checker knows no fold of it");
            }
            var present = new ArrayList<Model>();
            for (var model : models) {
                if (shape(connection, model, findings)) {
                    present.add(model);
                    tables += model.tables().size();
                }
            }
            long from = 0;
            for (int begin = 0; begin < events.size() || begin == 0; begin += WINDOW) {
                int end = Math.min(events.size(), begin + WINDOW);
                var window = events.subList(begin, end);
                // What stands beyond the last event has no right to.
                long until =
                        end == events.size() ? Long.MAX_VALUE : window.getLast().position();
                rows += compare(connection, window, begin == 0 ? -1 : from, until, present, findings);
                from = until;
            }
            trees(connection, findings);
        }
        return rows + " rows in " + tables + " tables";
    }

    /** Whether its tables are there, with the columns that are known. */
    private static boolean shape(Connection connection, Model model, Findings findings) throws SQLException {
        var found = new TreeMap<String, Set<String>>();
        try (var query = connection.prepareStatement(
                "select table_name, column_name from information_schema.columns where table_schema = ?")) {
            query.setString(1, model.schema());
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(rows.getString(1), _ -> new HashSet<>())
                            .add(rows.getString(2));
                }
            }
        }
        boolean whole = true;
        for (var table : model.tables()) {
            var columns = new HashSet<String>();
            table.columns().forEach(column -> columns.add(column.name()));
            if (!columns.equals(found.get(table.name()))) {
                findings.add(model.schema() + "." + table.name() + " has columns " + found.get(table.name()) + ", not "
                        + columns);
                whole = false;
            }
            found.remove(table.name());
        }
        found.remove("subtree");
        found.keySet()
                .forEach(table ->
                        findings.add(model.schema() + "." + table + " is a table that the checker does not know"));
        return whole;
    }

    private static long compare(
            Connection connection,
            List<StoredEvent> window,
            long from,
            long until,
            List<Model> models,
            Findings findings)
            throws SQLException {
        var facts = new ArrayList<Fact>(window.size());
        for (var event : window) {
            var fact = Fact.of(event);
            if (fact != null) {
                facts.add(fact);
            }
        }
        long rows = 0;
        for (var model : models) {
            var folded = new ArrayList<Rows>(facts.size());
            for (var fact : facts) {
                var made = new Rows(fact.event);
                model.fold(fact, made);
                folded.add(made);
            }
            for (var table : model.tables()) {
                rows += compare(connection, facts, folded, from, until, model.schema(), table, findings);
            }
        }
        return rows;
    }

    private record Row(long position, List<@Nullable String> values) {}

    private static long compare(
            Connection connection,
            List<Fact> facts,
            List<Rows> folded,
            long from,
            long until,
            String schema,
            Table table,
            Findings findings)
            throws SQLException {
        var name = schema + "." + table.name();
        long count = 0;
        var held = new ArrayDeque<Row>();
        try (var query = connection.prepareStatement(table.select(schema))) {
            query.setLong(1, from);
            query.setLong(2, until);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    var values = new ArrayList<@Nullable String>(table.columns().size());
                    for (int i = 0; i < table.columns().size(); i++) {
                        values.add(rows.getString(i + 2));
                    }
                    held.add(new Row(rows.getLong(1), values));
                    count++;
                }
            }
        }
        for (int i = 0; i < facts.size(); i++) {
            var event = facts.get(i).event;
            var actual = new ArrayList<List<@Nullable String>>();
            strangers(held, event.position(), name, findings);
            while (!held.isEmpty() && held.element().position() == event.position()) {
                actual.add(held.remove().values());
            }
            var expected = folded.get(i).of(table);
            if (!expected.equals(actual)) {
                differ(new ArrayList<>(expected), actual, event, name, table, findings);
            }
        }
        strangers(held, Long.MAX_VALUE, name, findings);
        return count;
    }

    private static void strangers(Queue<Row> held, long before, String name, Findings findings) {
        while (!held.isEmpty() && held.element().position() < before) {
            findings.add(name + " has a row of position " + held.remove().position() + ", where there is no event");
        }
    }

    /** In any order: an event may make several rows. */
    private static void differ(
            List<List<@Nullable String>> expected,
            List<List<@Nullable String>> actual,
            StoredEvent event,
            String name,
            Table table,
            Findings findings) {
        expected.sort(ANY);
        actual.sort(ANY);
        if (expected.equals(actual)) {
            return;
        }
        if (expected.size() != actual.size()) {
            findings.add(
                    name + " has " + actual.size() + " rows of " + event.name() + " instead of " + expected.size());
            return;
        }
        var columns = new LinkedHashSet<String>();
        for (int row = 0; row < expected.size(); row++) {
            for (int i = 0; i < table.columns().size(); i++) {
                if (!Objects.equals(expected.get(row).get(i), actual.get(row).get(i))) {
                    columns.add(table.columns().get(i).name());
                }
            }
        }
        findings.add(name + " has another " + String.join(", ", columns) + " for " + event.name());
    }

    /** Kept roots of subtrees, which nobody folds: each must be the one that its leaves have. */
    private void trees(Connection connection, Findings findings) throws SQLException {
        var roots = new Roots(events);
        try (var exists = connection.prepareStatement("select to_regclass('proof_v1.subtree')");
                var there = exists.executeQuery()) {
            there.next();
            if (there.getString(1) == null) {
                return;
            }
        }
        try (var query = connection.prepareStatement(
                        "select level, position, hash from proof_v1.subtree order by level, position");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                int level = rows.getInt(1);
                long position = rows.getLong(2);
                findings.addUnless(
                        Arrays.equals(rows.getBytes(3), roots.of(level, position)),
                        "proof_v1.subtree has another hash than the leaves up to position " + position + " at level "
                                + level);
            }
        }
    }

    /** Of 1,024 leaves at level 1, of 1,024 of these at level 2. */
    private static final class Roots {
        private static final int BITS = 10;
        private final List<StoredEvent> events;
        private final Map<Integer, byte[]> known = new HashMap<>();

        Roots(List<StoredEvent> events) {
            this.events = events;
        }

        byte @Nullable [] of(int level, long last) {
            long width = 1L << (BITS * level);
            if (level < 1 || level > 2 || last % width != 0 || last > events.size()) {
                return null;
            }
            return root((int) (last - width), (int) last);
        }

        private byte[] root(int begin, int end) {
            if (end - begin == 1) {
                return events.get(begin).leaf();
            }
            boolean page = end - begin == 1 << BITS;
            var kept = page ? known.get(end) : null;
            if (kept != null) {
                return kept;
            }
            int middle = (begin + end) / 2;
            var hash = Hash.node(root(begin, middle), root(middle, end));
            if (page) {
                known.put(end, hash);
            }
            return hash;
        }
    }
}

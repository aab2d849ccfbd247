package org.maillage.infra.faults.checker;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** At the end nothing waits: all is published, every read model is where the feed is, nothing is parked. */
final class SettledCheck implements Check {

    private final Ledger ledger;
    private final Evidence.Database reads;
    private final String source;

    SettledCheck(Ledger ledger, Evidence.Database reads, String name) {
        this.ledger = ledger;
        this.reads = reads;
        this.source = "/maillage/" + name;
    }

    @Override
    public String name() {
        return "settled";
    }

    @Override
    public String look(Findings findings) throws SQLException {
        long last = ledger.events().isEmpty() ? 0 : ledger.events().getLast().position();
        var published = ledger.published();
        findings.addUnless(
                (published == null ? 0 : published.position()) == last,
                "the publisher is at position " + (published == null ? 0 : published.position()) + ", the ledger at "
                        + last);
        try (var connection = Databases.snapshot(reads)) {
            int models = offsets(connection, published, findings);
            parked(connection, findings);
            return "published to position " + last + ", " + models + " read models there, nothing parked";
        }
    }

    private int offsets(Connection connection, Ledger.@Nullable Published published, Findings findings)
            throws SQLException {
        int models = 0;
        for (var model : Models.serving(connection)) {
            models++;
            for (int partition = 0;
                    published != null && partition < published.partitions().size();
                    partition++) {
                long wanted = published.partitions().get(partition);
                long position = offset(connection, model, partition);
                findings.addUnless(
                        position == wanted,
                        model + " is at position " + position + " in partition " + partition + ", the feed at "
                                + wanted);
            }
        }
        findings.addUnless(models >= Models.ALL.size(), "only " + models + " read models answer");
        return models;
    }

    private long offset(Connection connection, String model, int partition) throws SQLException {
        try (var query = connection.prepareStatement(
                "select position from intake.projection_offset where projection = ? and source = ? and partition ="
                        + " ?")) {
            query.setString(1, model);
            query.setString(2, source);
            query.setInt(3, partition);
            try (var row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** What does not answer any more may keep what was parked there. */
    private static void parked(Connection connection, Findings findings) throws SQLException {
        var serving = Models.serving(connection);
        try (var query = connection.prepareStatement(
                        "select projection, key, position from intake.parked order by projection, position");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                findings.addUnless(
                        !serving.contains(rows.getString(1)),
                        "position " + rows.getLong(3) + " is still parked under key " + rows.getString(2) + " in "
                                + rows.getString(1));
            }
        }
    }
}

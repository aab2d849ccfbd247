package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who made the platform do what, when, why, and what came of it, in {@code intake.operation_log}. */
public final class OperationLog {

    /** @param number in the order in which they were written */
    public record Line(long number, Instant at, Operation operation, String result) {}

    private final Transactions transactions;

    OperationLog(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Writes a line in the transaction of what it is about: one is not without the other.
     *
     * @param result English, in few words, without anything that the events say
     */
    public static void note(Connection connection, Operation operation, String result) throws SQLException {
        try (var insert = connection.prepareStatement("""
            insert into intake.operation_log (subject, client, action, target, reason, result)
            values (?, ?, ?, ?, ?, ?)\
            """)) {
            insert.setString(1, operation.subject());
            insert.setString(2, operation.client());
            insert.setString(3, operation.action());
            insert.setString(4, operation.target());
            insert.setString(5, operation.reason());
            insert.setString(6, result);
            insert.executeUpdate();
        }
    }

    /** Writes a line about what was not done. */
    public void noteAlone(Operation operation, String result) throws SQLException {
        transactions.execute(connection -> note(connection, operation, result));
    }

    /** The latest first. */
    public List<Line> latest(@Nullable Long before, int limit) throws SQLException {
        return transactions.run(connection -> {
            try (var query = connection.prepareStatement("""
                select id, at, subject, client, action, target, reason, result from intake.operation_log
                where id < ? order by id desc limit ?\
                """)) {
                query.setLong(1, before == null ? Long.MAX_VALUE : before);
                query.setInt(2, limit);
                var lines = new ArrayList<Line>();
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        lines.add(new Line(
                                rows.getLong(1),
                                rows.getObject(2, OffsetDateTime.class).toInstant(),
                                new Operation(
                                        rows.getString(3),
                                        rows.getString(4),
                                        rows.getString(5),
                                        rows.getString(6),
                                        rows.getString(7)),
                                rows.getString(8)));
                    }
                }
                return lines;
            }
        });
    }
}

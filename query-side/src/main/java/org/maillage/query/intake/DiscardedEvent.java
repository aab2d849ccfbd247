package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * What was set aside for good, of a projection in all of its versions.
 *
 * @param offset of a record that does not say its place; -1 for an event, which its position names
 */
record DiscardedEvent(String source, long position, long offset) {

    static DiscardedEvent of(Envelope envelope) {
        return new DiscardedEvent(envelope.source(), envelope.position(), envelope.placed() ? -1 : envelope.offset());
    }

    static Set<DiscardedEvent> all(Connection connection, Projection projection) throws SQLException {
        try (var query = connection.prepareStatement("""
            select source, position, case when placed then -1 else koffset end from intake.discarded
            where projection = ?\
            """)) {
            query.setString(1, projection.name());
            var all = new HashSet<DiscardedEvent>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    all.add(new DiscardedEvent(rows.getString(1), rows.getLong(2), rows.getLong(3)));
                }
            }
            return all;
        }
    }

    static void note(Connection connection, Projection projection, Envelope envelope) throws SQLException {
        try (var insert = connection.prepareStatement("""
            insert into intake.discarded (projection, source, position, koffset, placed)
            values (?, ?, ?, ?, ?) on conflict do nothing\
            """)) {
            insert.setString(1, projection.name());
            insert.setString(2, envelope.source());
            insert.setLong(3, envelope.position());
            insert.setLong(4, envelope.offset());
            insert.setBoolean(5, envelope.placed());
            insert.executeUpdate();
        }
    }
}

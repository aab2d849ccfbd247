package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** A key whose events wait, since one of them could not be folded. */
record ParkedKey(String source, int partition, String key) {

    static ParkedKey of(Envelope envelope) {
        return new ParkedKey(envelope.source(), envelope.partition(), envelope.key());
    }

    /** The parked keys of some partitions, each with the first position that waits: none when only a record without one does. */
    static Map<ParkedKey, OptionalLong> among(Connection connection, String projection, Collection<Integer> partitions)
            throws SQLException {
        try (var query = connection.prepareStatement("""
            select source, partition, key, min(position) filter (where placed) from intake.parked
            where projection = ? and partition = any(?) group by source, partition, key\
            """)) {
            query.setString(1, projection);
            query.setArray(2, connection.createArrayOf("integer", partitions.toArray()));
            var parked = new HashMap<ParkedKey, OptionalLong>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    long first = rows.getLong(4);
                    parked.put(
                            new ParkedKey(rows.getString(1), rows.getInt(2), rows.getString(3)),
                            rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(first));
                }
            }
            return parked;
        }
    }
}

package org.maillage.query.intake;

import java.util.TreeMap;
import org.maillage.kernel.wire.ConsistencyToken;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How far a projection is, as the database has it: what this node has heard of other nodes may be less. */
public final class AppliedPositions {

    private static final String UP_TO = """
        select partition, least(position, :most) as position from intake.projection_offset
        where projection = :projection and source = :source and position > 0
        """;

    private final JdbcClient database;
    private final ReadModels readModels;
    private final String source;

    AppliedPositions(JdbcClient database, ReadModels readModels, String source) {
        this.database = database;
        this.readModels = readModels;
        this.source = source;
    }

    /**
     * What a projection must have applied to contain every event up to a position, told by one that contains them all. Where that one
     * went beyond the position, everything up to it; in the other partitions what that one has, since nothing later is known there.
     *
     * @param complete the projection that contains every event up to the position
     */
    public ConsistencyToken upTo(long position, String complete) {
        var needed = new TreeMap<Integer, Long>();
        if (position > 0) {
            database.sql(UP_TO)
                    .param("most", position)
                    .param("projection", readModels.schema(complete))
                    .param("source", source)
                    .query(row -> {
                        needed.put(row.getInt("partition"), row.getLong("position"));
                    });
        }
        return new ConsistencyToken(needed);
    }
}

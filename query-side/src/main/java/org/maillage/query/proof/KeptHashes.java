package org.maillage.query.proof;

import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The hashes of the tree in the tables of the projection. */
final class KeptHashes implements LeafTree.Hashes {

    private static final String LEAVES = """
        select position, leaf as hash from proof_v1.leaf_fact
        where position > :after and position <= :last
        """;

    private static final String SUBTREES = """
        select position, hash from proof_v1.subtree
        where level = :level and position > :after and position <= :last
        """;

    /** Told as if by the event of the last leaf, at whose position it lies. */
    private static final String KEEP = """
        insert into proof_v1.subtree (level, hash, position, event_id, recorded_at)
        select :level, decode(computed.hash, 'hex'), leaf.position, leaf.event_id, leaf.recorded_at
        from unnest(cast(:positions as bigint[]), cast(:hashes as text[])) computed(position, hash)
        join proof_v1.leaf_fact leaf on leaf.position = computed.position
        on conflict do nothing
        """;

    private final JdbcClient database;

    KeptHashes(JdbcClient database) {
        this.database = database;
    }

    @Override
    public byte[] @Nullable [] read(int level, long from, int count) {
        int bits = level * LeafTree.PAGE_BITS;
        var hashes = new byte[count] @Nullable [];
        var query = database.sql(level == 0 ? LEAVES : SUBTREES)
                .param("after", from << bits)
                .param("last", (from + count) << bits);
        (level == 0 ? query : query.param("level", level)).query(row -> {
            hashes[(int) ((row.getLong("position") >> bits) - from) - 1] = row.getBytes("hash");
        });
        return hashes;
    }

    @Override
    public void keep(int level, Map<Long, byte[]> hashes) {
        int bits = level * LeafTree.PAGE_BITS;
        database.sql(KEEP)
                .param("level", level)
                .param(
                        "positions",
                        hashes.keySet().stream()
                                .map(index -> (index + 1) << bits)
                                .toArray(Long[]::new))
                .param(
                        "hashes",
                        hashes.values().stream().map(HexFormat.of()::formatHex).toArray(String[]::new))
                .update();
    }
}

package org.maillage.query.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.proof.Checkpoint;
import org.maillage.kernel.proof.VerifyingKey;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The signed checkpoints that have arrived of one ledger, and the keys that verify them. */
public final class Checkpoints {

    private static final String SELECT =
            "select ledger, size, root, at, previous, key_id, signature from intake.checkpoint ";

    private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{16}");

    private final JdbcClient database;
    private final String ledger;

    /** @param ledger the name of the ledger */
    public Checkpoints(JdbcClient database, String ledger) {
        this.database = database;
        this.ledger = ledger;
    }

    /** Newest first. */
    public List<Checkpoint> newestFirst(@Nullable Long below, int limit) {
        return database.sql(SELECT + "where ledger = ? and size < ? order by size desc limit ?")
                .params(ledger, below == null ? Long.MAX_VALUE : below, limit)
                .query(Checkpoints::checkpoint)
                .list();
    }

    public Optional<Checkpoint> newest() {
        return newestFirst(null, 1).stream().findFirst();
    }

    public Optional<Checkpoint> ofSize(long size) {
        return database.sql(SELECT + "where ledger = ? and size = ?")
                .params(ledger, size)
                .query(Checkpoints::checkpoint)
                .optional();
    }

    /** The first that covers the position. */
    public Optional<Checkpoint> covering(long position) {
        return database.sql(SELECT + "where ledger = ? and size >= ? order by size limit 1")
                .params(ledger, position)
                .query(Checkpoints::checkpoint)
                .optional();
    }

    public Optional<VerifyingKey> key(String keyId) {
        if (!KEY_ID.matcher(keyId).matches()) {
            return Optional.empty();
        }
        return database.sql("select key from intake.ledger_key where key_id = ?")
                .param(keyId)
                .query(String.class)
                .optional()
                .map(VerifyingKey::ofBase64);
    }

    private static Checkpoint checkpoint(ResultSet row, int number) throws SQLException {
        return new Checkpoint(
                row.getString("ledger"),
                row.getLong("size"),
                row.getString("root"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("previous"),
                row.getString("key_id"),
                row.getString("signature"));
    }
}

package org.maillage.command.notary;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.maillage.kernel.proof.Checkpoint;
import org.maillage.kernel.proof.Frontier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The chain of a ledger's checkpoints, as it is kept. */
public final class Checkpoints {

    /** Our advisory locks among those of others. */
    private static final int SEATS = 0x6e6f_7461;

    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final String ledger;
    private final JdbcClient sql;

    public Checkpoints(String ledger, DataSource database) {
        this.ledger = ledger;
        this.sql = JdbcClient.create(database);
    }

    /** Those that cover more than so many events, in order. */
    public List<Issued> after(long size, int limit) {
        return sql.sql("""
            select ledger, size, root, at, previous, key_id, signature, public_key
            from ledger.checkpoint
            where ledger = ? and size > ?
            order by size
            limit ?
            """)
                .params(ledger, size, limit)
                .query(Checkpoints::issued)
                .list();
    }

    /**
     * The one seat of the ledger's notary, until the transaction ends; false when somebody else has it. Whoever does nothing in its
     * transaction for too long loses it: a node that is stopped must not keep the others from signing.
     */
    boolean takeSeat() {
        sql.sql("set local idle_in_transaction_session_timeout = " + SILENCE.toMillis())
                .update();
        return sql.sql("select pg_try_advisory_xact_lock(?, hashtext(?))")
                .params(SEATS, ledger)
                .query(Boolean.class)
                .single();
    }

    /** The end of the chain, and the tree that it stands for. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares these
    record Last(Issued issued, byte[] frontier) {

        /**
         * The tree that goes on from here.
         *
         * @throws BrokenLedger if it is not what was signed
         */
        Frontier tree() {
            var checkpoint = issued.checkpoint();
            try {
                var tree = Frontier.of(frontier);
                if (tree.size() == checkpoint.size() && Arrays.equals(tree.root(), checkpoint.rootBytes())) {
                    return tree;
                }
            } catch (IllegalArgumentException e) {
                throw new BrokenLedger(
                        "The frontier of the checkpoint at position " + checkpoint.size() + " is none", e);
            }
            throw new BrokenLedger("The frontier of the checkpoint at position " + checkpoint.size()
                    + " has another root than was signed");
        }
    }

    Optional<Last> last() {
        return sql.sql("""
            select ledger, size, root, at, previous, key_id, signature, public_key, frontier
            from ledger.checkpoint
            where ledger = ?
            order by size desc
            limit 1
            """)
                .param(ledger)
                .query((row, number) -> new Last(issued(row, number), row.getBytes("frontier")))
                .optional();
    }

    /** How many events the ledger has. */
    long events() {
        return sql.sql("select coalesce(max(position), 0) from ledger.event")
                .query(Long.class)
                .single();
    }

    void add(Issued issued, Frontier frontier) {
        var checkpoint = issued.checkpoint();
        sql.sql("""
            insert into ledger.checkpoint
                (ledger, size, root, at, previous, key_id, signature, public_key, frontier)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
                .param(checkpoint.ledger())
                .param(checkpoint.size())
                .param(checkpoint.root())
                .param(checkpoint.at().atOffset(ZoneOffset.UTC))
                .param(checkpoint.previous())
                .param(checkpoint.keyId())
                .param(checkpoint.signature())
                .param(issued.publicKey())
                .param(frontier.bytes())
                .update();
    }

    private static Issued issued(ResultSet row, int number) throws SQLException {
        return new Issued(
                new Checkpoint(
                        row.getString("ledger"),
                        row.getLong("size"),
                        row.getString("root"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("previous"),
                        row.getString("key_id"),
                        row.getString("signature")),
                row.getString("public_key"));
    }
}

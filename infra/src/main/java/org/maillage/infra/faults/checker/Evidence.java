package org.maillage.infra.faults.checker;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the traces of a run are. What is null or empty cannot be checked, and the checker says so.
 *
 * @param directory with {@code journal.jsonl}, {@code samples.jsonl} and {@code faults.jsonl}
 * @param store the database of the ledger, as superuser
 * @param reads the database of the read models, as superuser
 * @param bootstrap of Kafka
 * @param ledger its name: {@code main}
 * @param queries the query nodes, each by itself
 * @param bearer a token that may read everything, without {@code Bearer}
 * @param subject the account under which the operations were sent; null: the one of the bearer
 * @param keys the public keys that sign checkpoints, as PEM; null: those that the ledger itself names
 */
public record Evidence(
        Path directory,
        Database store,
        Database reads,
        String bootstrap,
        String ledger,
        List<URI> queries,
        @Nullable String bearer,
        @Nullable String subject,
        @Nullable Path keys,
        Limits limits) {

    public Evidence {
        queries = List.copyOf(queries);
    }

    /** A database and as whom to read it. */
    public record Database(String url, String user, String password) {

        /** Never the password. */
        @Override
        public String toString() {
            return user + " at " + url;
        }
    }

    /**
     * What must not be exceeded, at any sample.
     *
     * @param residentMegabytes by the beginning of a process's name, as {@code command}: how much memory it may take
     * @param walMegabytes how much write-ahead log may lie there
     * @param metrics by the name of a metric, as {@code maillage_ledger_queue_depth}: its highest value
     * @param recoveryMillis within which every fault must be overcome
     */
    public record Limits(
            Map<String, Long> residentMegabytes, long walMegabytes, Map<String, Double> metrics, long recoveryMillis) {

        public Limits {
            residentMegabytes = Map.copyOf(residentMegabytes);
            metrics = Map.copyOf(metrics);
        }

        /** For nodes of 256 MB of heap and a PostgreSQL that is told to keep 128 MB of write-ahead log. */
        public static Limits ofASmallStage() {
            return new Limits(
                    Map.of("command", 800L, "query", 900L, "kafka", 1_200L, "postgres", 1_500L),
                    700,
                    Map.of("maillage_ledger_queue_depth", 4_096.0),
                    60_000);
        }
    }
}

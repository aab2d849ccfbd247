package org.maillage.query.proof;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.proof.Checkpoint;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.query.LedgerDiffers;
import org.maillage.query.UnknownResource;
import org.maillage.query.intake.Checkpoints;
import org.maillage.query.intake.ReadModelBehind;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Proofs out of the leaves that arrived, each for a checkpoint whose root these leaves have. */
@Component
final class Proofs {

    private static final String POSITION = "select position from proof_v1.leaf_fact where event_id = :eventId";

    private static final String LAST_RECORDED = """
        select position from proof_v1.leaf_fact where recorded_at <= :at
        order by recorded_at desc, position desc
        limit 1
        """;

    private static final String RECORDING = """
        select record.* from proof_v1.leaf_fact leaf
        join proof_v1.record_fact record using (key, position)
        where leaf.position = :position
        """;

    private static final String ANY_AFTER = "select exists (select from proof_v1.leaf_fact where position > :position)";

    private static final String STREAM = """
        select * from proof_v1.record_fact
        where key = :key and position > :after and position <= :size
        order by position
        limit :limit
        """;

    private static final String PARTNERSHIP = """
        select exists (
            select from proof_v1.record_fact
            where key = :key and subject = :key and type = 'PartnershipProposed')
        """;

    private final JdbcClient database;
    private final Checkpoints checkpoints;
    private final LeafTree.Hashes hashes;

    Proofs(JdbcClient database, Checkpoints checkpoints) {
        this.database = database;
        this.checkpoints = checkpoints;
        this.hashes = new KeptHashes(database);
    }

    /** That an event is in the tree of that size; hashes are Base64. */
    record Inclusion(UUID eventId, long position, String leaf, long size, String root, List<String> proof) {}

    /** That the tree of one size is the beginning of that of another; hashes are Base64. */
    record Consistency(long from, long to, String fromRoot, String toRoot, List<String> proof) {}

    /**
     * Where the prefix that was known at an instant ends.
     *
     * @param content the digest of what was recorded, so that the leaf can be made without it
     * @param proof null as long as no checkpoint covers it
     */
    record Boundary(
            long position,
            Instant recordedAt,
            String content,
            String leaf,
            @Nullable List<String> proof) {}

    /**
     * What was known at an instant: everything up to a position.
     *
     * @param position of the last event that was recorded by then; 0 for none
     * @param checkpoint the first that covers both ends; null as long as none does
     * @param next the first that was recorded later; null when none is known, so that the end is not proven
     */
    record KnownAt(
            Instant at,
            long position,
            @Nullable Checkpoint checkpoint,
            @Nullable Boundary last,
            @Nullable Boundary next) {

        /** The checkpoint, where there must be one. */
        Checkpoint signed() {
            return Objects.requireNonNull(checkpoint, "No checkpoint covers it");
        }
    }

    /** One event with all that its leaf is made of; bytes are Base64. */
    record Proven(
            long position,
            Instant recordedAt,
            UUID eventId,
            UUID aggregateId,
            long sequence,
            String aggregateType,
            String type,
            int revision,
            UUID streamKey,
            String payload,
            String metadata,
            String leaf,
            List<String> proof) {}

    /** @param size of a checkpoint; the newest one unless told */
    Inclusion inclusion(UUID eventId, @Nullable Long size) {
        long position = database.sql(POSITION)
                .param("eventId", eventId)
                .query(Long.class)
                .optional()
                .orElseThrow(UnknownResource::event);
        var checkpoint = checkpoint(size);
        if (checkpoint.size() < position) {
            if (size == null) {
                throw ReadModelBehind.soon();
            }
            throw InvalidRequest.parameter("size", "Le point de contrôle de cette taille ne couvre pas l’événement.");
        }
        var tree = tree(checkpoint);
        return new Inclusion(
                eventId,
                position,
                text(tree.leaf(position - 1)),
                checkpoint.size(),
                checkpoint.root(),
                texts(tree.inclusion(position - 1)));
    }

    Consistency consistency(long from, long to) {
        if (from > to) {
            throw InvalidRequest.parameter("from", "Cette taille ne peut pas dépasser celle de « to ».");
        }
        var former = checkpoint(from);
        var latter = checkpoint(to);
        var tree = tree(latter);
        requireRoot(tree.root(from), former);
        return new Consistency(from, to, former.root(), latter.root(), texts(tree.consistency(from)));
    }

    KnownAt knownAt(Instant at) {
        long position = lastRecorded(at);
        var last = recording(position);
        var next = recording(position + 1);
        if (next.isEmpty() && isAnyAfter(position)) {
            throw ReadModelBehind.soon();
        }
        var end = next.or(() -> last);
        var checkpoint = end.flatMap(recording -> checkpoints.covering(recording.position()));
        var tree = checkpoint.map(this::tree).orElse(null);
        return new KnownAt(
                at,
                position,
                checkpoint.orElse(null),
                last.map(recording -> boundary(recording, tree)).orElse(null),
                next.map(recording -> boundary(recording, tree)).orElse(null));
    }

    /** The position of the last event that was recorded by then, of those that have arrived; 0 for none. */
    long lastRecorded(Instant at) {
        return database.sql(LAST_RECORDED)
                .param("at", at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    private boolean isAnyAfter(long position) {
        var arrived = database.sql(ANY_AFTER)
                .param("position", position)
                .query(Boolean.class)
                .single();
        return arrived || checkpoints.covering(position + 1).isPresent();
    }

    private static Boundary boundary(Recording recording, @Nullable LeafTree tree) {
        return new Boundary(
                recording.position(),
                recording.recordedAt(),
                text(recording.content()),
                text(recording.leaf()),
                tree == null ? null : texts(tree.inclusion(recording.position() - 1)));
    }

    private Optional<Recording> recording(long position) {
        return database.sql(RECORDING)
                .param("position", position)
                .query(Recording::of)
                .optional();
    }

    void requirePartnership(UUID id) {
        if (!database.sql(PARTNERSHIP).param("key", id).query(Boolean.class).single()) {
            throw UnknownResource.partnership();
        }
    }

    /** The events of a stream that a checkpoint covers, after a position, oldest first, each with its proof. */
    List<Proven> stream(UUID key, Checkpoint checkpoint, long after, int limit) {
        var tree = tree(checkpoint);
        return database
                .sql(STREAM)
                .param("key", key)
                .param("after", after)
                .param("size", checkpoint.size())
                .param("limit", limit)
                .query(Recording::of)
                .list()
                .stream()
                .map(recording -> proven(recording, tree))
                .toList();
    }

    private static Proven proven(Recording recording, LeafTree tree) {
        return new Proven(
                recording.position(),
                recording.recordedAt(),
                recording.eventId(),
                recording.aggregateId(),
                recording.sequence(),
                recording.aggregateType(),
                recording.type(),
                recording.revision(),
                recording.streamKey(),
                text(recording.payload()),
                text(recording.metadata()),
                text(recording.leaf()),
                texts(tree.inclusion(recording.position() - 1)));
    }

    /** The checkpoint of that size; the newest one unless told. */
    Checkpoint checkpoint(@Nullable Long size) {
        return size == null
                ? checkpoints.newest().orElseThrow(ReadModelBehind::soon)
                : checkpoints.ofSize(size).orElseThrow(UnknownResource::checkpoint);
    }

    private LeafTree tree(Checkpoint checkpoint) {
        var tree = new LeafTree(hashes, checkpoint.size());
        requireRoot(tree.root(), checkpoint);
        return tree;
    }

    private static void requireRoot(byte[] root, Checkpoint signed) {
        if (!Arrays.equals(root, signed.rootBytes())) {
            throw new LedgerDiffers(signed.size());
        }
    }

    private static List<String> texts(List<byte[]> hashes) {
        return hashes.stream().map(Proofs::text).toList();
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

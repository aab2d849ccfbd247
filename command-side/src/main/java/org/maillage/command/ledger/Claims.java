package org.maillage.command.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Id;

/**
 * What only one may hold. Taking and releasing are staged with the events of the unit of work, and hold with them or not at all;
 * whether somebody else holds a claim is known only when the unit is written.
 */
public final class Claims {

    /**
     * What a decision has staged.
     *
     * @param taken or else released
     */
    public record Staged(String kind, String key, UUID owner, boolean taken) {}

    private final @Nullable Reader reader;
    private final BiFunction<String, String, @Nullable UUID> owners;
    private final List<Staged> remembered = new ArrayList<>();

    /** For decisions without a database, after what is held already; it remembers what they stage. */
    public Claims(Staged... held) {
        this((kind, key) -> Stream.of(held)
                .filter(claim -> claim.taken()
                        && claim.kind().equals(kind)
                        && claim.key().equals(key))
                .map(Staged::owner)
                .findFirst()
                .orElse(null));
    }

    /** For decisions without a database, where something else tells who holds what; it remembers what they stage. */
    public Claims(BiFunction<String, String, @Nullable UUID> owners) {
        this.reader = null;
        this.owners = owners;
    }

    Claims(Reader reader) {
        this.reader = reader;
        this.owners =
                (kind, key) -> reader.read(jdbc -> jdbc.sql("select owner from ledger.claim where kind = ? and key = ?")
                                .param(kind)
                                .param(key)
                                .query(UUID.class)
                                .optional())
                        .orElse(null);
    }

    /** Takes a claim for its owner, who may hold it already; if somebody else does, the refusal given is the answer. */
    public void take(String kind, String key, Id owner, Supplier<? extends RuntimeException> heldBySomebodyElse) {
        stage(new ClaimStep(kind, key, owner.value(), heldBySomebodyElse));
    }

    /** Gives up a claim that the owner holds. */
    public void release(String kind, String key, Id owner) {
        stage(new ClaimStep(kind, key, owner.value(), null));
    }

    private void stage(ClaimStep step) {
        // A lone surrogate would be stored as a question mark: another key.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(step.key())) {
            throw new IllegalArgumentException("A claim's key is no Unicode text");
        }
        StagedWrite.of(CurrentUnitOfWork.get()).add(step);
        if (reader == null) {
            remembered.add(new Staged(step.kind(), step.key(), step.owner(), step.taken()));
        }
    }

    /** Who holds a claim; null for nobody. */
    public @Nullable UUID owner(String kind, String key) {
        return owners.apply(kind, key);
    }

    /** What was staged so far; only without a database. */
    public List<Staged> staged() {
        return List.copyOf(remembered);
    }
}

package org.maillage.infra.verifier;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets a checkpoint through only if a trusted key signed it for this ledger and it follows the one before. */
final class Chain {

    /** A publisher repeats what it is not sure to have sent: the last ones. */
    private static final int REMEMBERED = 1024;

    private final Checkpoints source;
    private final TrustedKeys keys;
    private final String ledger;
    private final Map<String, Boolean> recent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };
    private @Nullable Checkpoint last;

    Chain(Checkpoints source, TrustedKeys keys, String ledger) {
        this.source = source;
        this.keys = keys;
        this.ledger = ledger;
    }

    /** Null after the last. */
    @Nullable
    Checkpoint next() {
        for (var checkpoint = source.next(); checkpoint != null; checkpoint = source.next()) {
            if (accept(checkpoint)) {
                last = checkpoint;
                return checkpoint;
            }
        }
        return null;
    }

    /** False for one that stands again. */
    private boolean accept(Checkpoint checkpoint) {
        check(checkpoint);
        var hash = checkpoint.hash();
        if (recent.containsKey(hash)) {
            return false;
        }
        follow(checkpoint, last);
        recent.put(hash, true);
        return true;
    }

    private void check(Checkpoint checkpoint) {
        var name = checkpoint.name();
        if (!checkpoint.ledger().equals(ledger)) {
            throw Fault.ofACheckpoint(
                    name + " is of the ledger \"" + checkpoint.ledger() + "\", not of \"" + ledger + "\"");
        }
        if (checkpoint.size() < 0 || !isRoot(checkpoint.root()) || !isInstant(checkpoint.at())) {
            throw Fault.ofACheckpoint(name + " is not written as a checkpoint is");
        }
        if (!keys.trust(checkpoint.keyId())) {
            throw Fault.ofACheckpoint(
                    name + " is signed by the key " + checkpoint.keyId() + ", which is not trusted; trusted: "
                            + String.join(", ", keys.keys().keySet()));
        }
        if (!keys.signed(checkpoint)) {
            throw Fault.ofACheckpoint(
                    name + " has a wrong signature: it is not what the key " + checkpoint.keyId() + " signed");
        }
    }

    private void follow(Checkpoint checkpoint, @Nullable Checkpoint before) {
        var name = checkpoint.name();
        if (before == null) {
            if (checkpoint.previous() != null && source.fromTheFirst()) {
                throw Fault.ofACheckpoint("the chain is broken: " + name
                        + " is the first there, but it follows another one, which is missing");
            }
        } else if (checkpoint.previous() == null) {
            throw Fault.ofACheckpoint("the chain is broken: " + name + " says that it is the first, but "
                    + before.name() + " stands before it");
        } else if (!checkpoint.previous().equals(before.hash())) {
            throw Fault.ofACheckpoint("the chain is broken: " + name + " does not follow " + before.name()
                    + "; one between them is missing, or one of the two was replaced");
        } else if (checkpoint.size() < before.size()) {
            throw Fault.ofACheckpoint(name + " follows " + before.name() + ", but a ledger only grows");
        }
    }

    private static boolean isRoot(String text) {
        try {
            return Text.bytes(text).length == 32;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static boolean isInstant(String text) {
        try {
            return Text.instant(text).isAfter(Instant.EPOCH);
        } catch (IllegalArgumentException notAnInstant) {
            return false;
        }
    }
}

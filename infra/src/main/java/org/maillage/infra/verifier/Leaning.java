package org.maillage.infra.verifier;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The checkpoints that a file brings along and leans on: signed by a trusted key and, where others are at hand, one with them. */
final class Leaning {

    private final TrustedKeys keys;
    private final String ledger;
    private final @Nullable Map<Long, Checkpoint> kept;
    private final Set<String> used = new HashSet<>();

    /** @param kept checkpoints that the file did not bring along; without any, those in the file count if their signatures are right */
    Leaning(TrustedKeys keys, String ledger, @Nullable Checkpoints kept) {
        this.keys = keys;
        this.ledger = ledger;
        if (kept == null) {
            this.kept = null;
        } else {
            var bySize = new TreeMap<Long, Checkpoint>();
            var chain = new Chain(kept, keys, ledger);
            for (var checkpoint = chain.next(); checkpoint != null; checkpoint = chain.next()) {
                bySize.put(checkpoint.size(), checkpoint);
            }
            this.kept = bySize;
        }
    }

    /** @param what the file is: an export, a report */
    Checkpoint trusted(Checkpoint checkpoint, String what) {
        var hash = checkpoint.hash();
        if (used.contains(hash)) {
            return checkpoint;
        }
        new Chain(Checkpoints.of(List.of(checkpoint), false), keys, ledger).next();
        if (kept != null) {
            var own = kept.get(checkpoint.size());
            if (own == null) {
                throw Fault.ofACheckpoint(
                        checkpoint.name() + ", which the " + what + " leans on, is not among those given");
            }
            if (!own.root().equals(checkpoint.root())) {
                throw Fault.ofACheckpoint(checkpoint.name() + ", which the " + what + " leans on, has another root than"
                        + " the one given: two histories were signed");
            }
        }
        used.add(hash);
        return checkpoint;
    }

    int checkpoints() {
        return used.size();
    }
}

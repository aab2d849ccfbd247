package org.maillage.command.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all steps of a unit together do to one claim.
 *
 * @param before who must hold it; null when nobody else than {@code after} may
 * @param after who holds it then; null for nobody
 * @param heldBySomebodyElse what to answer when somebody does
 */
record ClaimChange(
        Name name,
        @Nullable UUID before,
        @Nullable UUID after,
        @Nullable Supplier<? extends RuntimeException> heldBySomebodyElse) {

    record Name(String kind, String key) {}

    static List<ClaimChange> of(List<ClaimStep> steps) {
        var byName = new LinkedHashMap<Name, List<ClaimStep>>();
        for (var step : steps) {
            byName.computeIfAbsent(new Name(step.kind(), step.key()), _ -> new ArrayList<>())
                    .add(step);
        }
        var changes = new ArrayList<ClaimChange>();
        byName.forEach((name, ofName) -> {
            var change = of(name, ofName);
            if (change.before != null || change.after != null) {
                changes.add(change);
            }
        });
        return changes;
    }

    private static ClaimChange of(Name name, List<ClaimStep> steps) {
        var first = steps.getFirst();
        var holder = first.taken() ? null : first.owner();
        for (var step : steps) {
            if (step.heldBySomebodyElse() == null) {
                if (!step.owner().equals(holder)) {
                    throw new IllegalStateException("A claim " + name.kind() + " is released by who does not hold it");
                }
                holder = null;
            } else {
                if (holder != null && !holder.equals(step.owner())) {
                    throw step.heldBySomebodyElse().get();
                }
                holder = step.owner();
            }
        }
        return new ClaimChange(name, first.taken() ? null : first.owner(), holder, first.heldBySomebodyElse());
    }
}

package org.maillage.query;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an answer may show to who asks: a controller that lists things takes it as a parameter and shows nothing else. It holds
 * for now, whatever instant is asked about. Where the question names a thing, it goes no further than that thing's centre.
 *
 * @param centres those that are shown whole
 * @param confined of each other centre the partnerships in which the partner takes part for whom the caller acts: these are shown,
 *     and what belongs to them
 */
public record Visible(Set<UUID> centres, Map<UUID, Set<UUID>> confined) {

    public Visible {
        centres = Set.copyOf(centres);
        confined = Map.copyOf(confined);
    }

    /** Those centres whole. */
    public static Visible whole(Collection<UUID> centres) {
        return new Visible(Set.copyOf(centres), Map.of());
    }

    /** The same within one centre; all of it when no centre is named. */
    public Visible within(@Nullable UUID epn) {
        if (epn == null) {
            return this;
        }
        var partnerships = confined.get(epn);
        return new Visible(
                centres.contains(epn) ? Set.of(epn) : Set.of(),
                partnerships == null ? Map.of() : Map.of(epn, partnerships));
    }

    /** Whose lists show what may be shown: centres, and single partnerships of the others. */
    public Set<UUID> owners() {
        var owners = new LinkedHashSet<>(centres);
        confined.values().forEach(owners::addAll);
        return owners;
    }

    /** Every centre that shows anything, if only itself. */
    public Set<UUID> anyCentre() {
        var all = new LinkedHashSet<>(centres);
        all.addAll(confined.keySet());
        return all;
    }

    /** Whether a centre shows all that the question is about. */
    public boolean isWhole(UUID epn) {
        return centres.contains(epn);
    }

    public boolean shows(UUID epn, UUID partnership) {
        return centres.contains(epn) || confined.getOrDefault(epn, Set.of()).contains(partnership);
    }
}

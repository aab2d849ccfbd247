package org.maillage.query.intake;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.maillage.kernel.wire.ConsistencyToken;

/** Which read models this node answers from, and whether they contain what a client has seen. */
public final class ReadModels {

    /** A rebuild takes its time; who asks meanwhile need not ask every second. */
    private static final Duration DURING_A_REBUILD = Duration.ofSeconds(5);

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Map<String, Projection> byName;
    private final Set<String> always;
    private final Set<String> served = ConcurrentHashMap.newKeySet();
    private final Applied applied;

    ReadModels(List<Projection> projections, Applied applied) {
        this.byName = projections.stream().collect(Collectors.toMap(Projection::name, projection -> projection));
        this.always = projections.stream()
                .filter(Projection::standsBeforeEveryQuestion)
                .map(Projection::name)
                .collect(Collectors.toUnmodifiableSet());
        this.applied = applied;
    }

    /** Those that every question waits for. */
    Set<String> always() {
        return always;
    }

    void serve(Projection projection) {
        served.add(projection.name());
    }

    /**
     * The schema from which this build answers.
     *
     * @throws ReadModelBehind while it is being rebuilt; the nodes of the version before go on answering
     * @throws IllegalArgumentException when there is no such projection
     */
    public String schema(String projection) {
        var known = projection(projection);
        if (!served.contains(projection)) {
            throw new ReadModelBehind(DURING_A_REBUILD);
        }
        return known.schema();
    }

    /** Names of the projections that cannot answer yet; none when this node is ready. */
    public Set<String> rebuilding() {
        var missing = new TreeSet<>(byName.keySet());
        missing.removeAll(served);
        return Collections.unmodifiableSet(missing);
    }

    /**
     * Waits until the projections contain all that the token covers.
     *
     * @throws ReadModelBehind when one of them does not in time, or must not wait since an event that the token covers is parked
     */
    public void await(Collection<String> projections, ConsistencyToken token, Duration most)
            throws InterruptedException {
        var schemas = projections.stream().map(this::schema).toList();
        if (token.positions().isEmpty()) {
            return;
        }
        switch (applied.await(schemas, token, most)) {
            case APPLIED -> {}
            case BEHIND -> throw new ReadModelBehind(SOON);
            case PARKED -> throw new ReadModelBehind(DURING_A_REBUILD);
        }
    }

    void require(String projection) {
        projection(projection);
    }

    private Projection projection(String name) {
        var known = byName.get(name);
        if (known == null) {
            throw new IllegalArgumentException("There is no projection " + name);
        }
        return known;
    }
}

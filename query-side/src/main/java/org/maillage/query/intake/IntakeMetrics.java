package org.maillage.query.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far rebuilds are, how many keys are parked, how many events wait in them, and how many partitions go no further: above 0 somebody must look. What
 * is parked is the same at every node, what stopped is each node's own.
 */
final class IntakeMetrics implements MeterBinder {

    private static final Logger log = LoggerFactory.getLogger(IntakeMetrics.class);

    /** However many ask, the database is asked no more often. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private record Parked(double keys, double events) {
        static final Parked NOTHING = new Parked(0, 0);
        static final Parked UNKNOWN = new Parked(Double.NaN, Double.NaN);
    }

    private final List<Projection> projections;
    private final Transactions transactions;
    private final Applied applied;
    private volatile Map<String, Parked> parked = Map.of();
    private volatile Map<String, Build> builds = Map.of();
    private volatile boolean known;
    private long readAt;

    IntakeMetrics(List<Projection> projections, Transactions transactions, Applied applied) {
        this.projections = List.copyOf(projections);
        this.transactions = transactions;
        this.applied = applied;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (var projection : projections) {
            var schema = projection.schema();
            gauge(
                    registry,
                    schema,
                    "maillage.parked.keys",
                    "Keys whose events wait",
                    it -> it.parked(schema).keys());
            gauge(
                    registry,
                    schema,
                    "maillage.parked.events",
                    "Events that wait",
                    it -> it.parked(schema).events());
            gauge(
                    registry,
                    schema,
                    "maillage.intake.stopped.partitions",
                    "Partitions that go no further at this node, since something before is missing",
                    it -> it.applied.stoppedPartitions(schema));
            gauge(
                    registry,
                    schema,
                    "maillage.rebuild.progress",
                    "How much of the feed was read for what is being made, from 0 to 1; nothing while nothing is",
                    it -> it.rebuild(schema));
        }
    }

    private void gauge(
            MeterRegistry registry,
            String projection,
            String name,
            String description,
            ToDoubleFunction<IntakeMetrics> value) {
        Gauge.builder(name, this, value)
                .description(description)
                .tag("projection", projection)
                .register(registry);
    }

    private Parked parked(String projection) {
        refresh();
        return known ? parked.getOrDefault(projection, Parked.NOTHING) : Parked.UNKNOWN;
    }

    private double rebuild(String projection) {
        refresh();
        for (var id : List.of(projection + Shadow.NEXT, projection)) {
            var build = builds.get(id);
            if (build != null && build.underWay()) {
                var reached = build.reached();
                return reached.total() == 0 ? 0 : (double) reached.read() / reached.total();
            }
        }
        return Double.NaN;
    }

    private synchronized void refresh() {
        long now = System.nanoTime();
        if (readAt == 0 || now - readAt > FRESH.toNanos()) {
            readAt = now;
            try {
                parked = read();
                builds = transactions.run(Build::all);
                known = true;
            } catch (SQLException failed) {
                known = false;
                log.debug("What is parked cannot be counted: {}", failed.toString());
            }
        }
    }

    private Map<String, Parked> read() throws SQLException {
        return transactions.run(connection -> {
            try (var query = connection.prepareStatement("""
                select projection, count(distinct (source, key)), count(*) from intake.parked group by projection\
                """);
                    var rows = query.executeQuery()) {
                var read = new HashMap<String, Parked>();
                while (rows.next()) {
                    read.put(rows.getString(1), new Parked(rows.getLong(2), rows.getLong(3)));
                }
                return read;
            }
        });
    }
}

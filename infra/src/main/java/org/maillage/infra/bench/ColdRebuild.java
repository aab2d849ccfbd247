package org.maillage.infra.bench;

import static org.maillage.infra.bench.Measure.Better.HIGHER;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.maillage.infra.Side;
import org.maillage.query.intake.Projection;
import org.springframework.context.SmartLifecycle;

/** All read models from nothing but the feed, against COPY of the rows that they then have. */
final class ColdRebuild {

    private final Scale scale;

    ColdRebuild(Scale scale) {
        this.scale = scale;
    }

    List<Measure> measure() throws Exception {
        try (var ground = new Ground();
                var dump = new Dump(ground)) {
            double relayed = fillFeed(ground);
            var query = ground.start(Side.Kind.QUERY);
            var projections = query.context().getBeansOfType(Projection.class).values();
            var feed = (SmartLifecycle) query.context().getBean("feed");
            awaitBuilt(ground, projections);
            feed.stop();
            long rows = dump.take(projections);
            dump.prepare();
            dump.copyBack();
            var quiet = new Quiet(ground);
            var turns = Turns.take(
                    scale.pairs,
                    () -> {
                        forget(ground, projections);
                        ground.settle();
                        var work = quiet.working(() -> {
                            feed.start();
                            awaitBuilt(ground, projections);
                            return rows;
                        });
                        feed.stop();
                        return work;
                    },
                    () -> {
                        dump.prepare();
                        ground.settle();
                        return quiet.working(() -> {
                            dump.copyBack();
                            return rows;
                        });
                    },
                    quiet);
            var measures = new ArrayList<>(turns.row(
                    Goal.REBUILD,
                    "Cold rebuild of all " + projections.size() + " read models ÷ COPY of their rows by one thread",
                    Work::rate,
                    "Rows rebuilt from the feed",
                    "Rows copied",
                    "rows/s"));
            measures.addAll(Turns.costs("P7a", turns));
            double perEvent = (double) rows / scale.events;
            measures.add(Measure.detail("P7a.rows", "Rows per event", perEvent, perEvent, perEvent, HIGHER, ""));
            measures.add(Measure.detail(
                    "P7a.relayed",
                    "Events relayed from a full ledger to Kafka, once",
                    relayed,
                    relayed,
                    relayed,
                    HIGHER,
                    "/s"));
            return measures;
        }
    }

    /** By way of the ledger and the publisher, so that the feed is what production makes of it. */
    private double fillFeed(Ground ground) {
        var command = ground.start(Side.Kind.COMMAND);
        PastLedger.write(ground, scale.events);
        long started = System.nanoTime();
        ground.awaitPublished(command);
        double rate = scale.events / seconds(started);
        ground.stop(command);
        return rate;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void forget(Ground ground, Collection<Projection> projections) {
        for (var projection : projections) {
            ground.execute("drop schema if exists " + projection.schema() + " cascade");
        }
        ground.execute(
                "delete from intake.projection_build",
                "delete from intake.projection_offset",
                "delete from intake.serving_version");
    }

    private static void awaitBuilt(Ground ground, Collection<Projection> projections) {
        try (var connection = ground.connect();
                var query =
                        connection.prepareStatement("select count(*) from intake.projection_build where complete")) {
            Patience.until("the read models are built", () -> {
                try (var row = query.executeQuery()) {
                    row.next();
                    return row.getInt(1) == projections.size();
                } catch (SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            });
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}

package org.maillage.command.publishing;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.LongSupplier;
import org.maillage.command.Unavailable;
import org.springframework.dao.DataAccessException;

/** How far the feed is, as this node knows it, and what this node does for it. Only one of the nodes of a ledger publishes. */
final class PublisherMetrics implements MeterBinder {

    private final Publisher publisher;
    private final LongSupplier last;

    /** @param last the position of the last event of the ledger */
    PublisherMetrics(Publisher publisher, LongSupplier last) {
        this.publisher = publisher;
        this.last = last;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("maillage.publisher.position", publisher, Publisher::position)
                .description("Up to where this node knows the ledger to be published")
                .register(registry);
        Gauge.builder("maillage.publisher.lag.events", this, PublisherMetrics::lag)
                .description("Events that wait to be published")
                .register(registry);
        for (var state : Publisher.State.values()) {
            Gauge.builder("maillage.publisher.state", publisher, it -> it.state() == state ? 1 : 0)
                    .description("1 for what the publisher of this node does; at REFUSING somebody must look")
                    .tag("state", state.name())
                    .register(registry);
        }
    }

    private double lag() {
        try {
            return Math.max(0, last.getAsLong() - publisher.position());
        } catch (Unavailable | DataAccessException unknown) {
            return Double.NaN;
        }
    }
}

package org.maillage.edge;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
class SheddingConfiguration {

    /** Before anything is asked or measured: whoever is turned away should cost as little as can be. */
    private static final int FIRST = Ordered.HIGHEST_PRECEDENCE;

    @Bean
    static Places places(
            @Value("${maillage.requests-in-flight:256}") int all,
            @Value("${maillage.place-patience:100ms}") Duration patience) {
        return new Places(all, patience);
    }

    @Bean
    static FilterRegistrationBean<Shedding> shedding(Places places) {
        var filter = new FilterRegistrationBean<>(new Shedding(places));
        filter.setOrder(FIRST);
        return filter;
    }

    @Bean
    static MeterBinder howManyRequests(Places places) {
        return registry -> {
            FunctionCounter.builder("maillage.shed.requests", places, Places::turnedAway)
                    .description("Requests that were turned away since too many were under way")
                    .register(registry);
            Gauge.builder("maillage.requests.waiting", places, Places::waiting)
                    .description("Requests that wait for a place")
                    .register(registry);
            Gauge.builder("maillage.requests.in.flight", places, Places::taken)
                    .description("Requests that are worked on")
                    .register(registry);
        };
    }
}

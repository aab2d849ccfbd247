package org.maillage.edge;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
class SheddingConfiguration {

    /** After the trace is known, and long before it is asked who comes. */
    private static final int EARLY = Ordered.HIGHEST_PRECEDENCE + 10;

    @Bean
    static Places places(@Value("${maillage.requests-in-flight:256}") int all) {
        return new Places(all);
    }

    @Bean
    static FilterRegistrationBean<Shedding> shedding(Places places) {
        var filter = new FilterRegistrationBean<>(new Shedding(places));
        filter.setOrder(EARLY);
        return filter;
    }

    @Bean
    static MeterBinder howManyRequests(Places places) {
        return registry -> {
            FunctionCounter.builder("maillage.shed.requests", places, Places::turnedAway)
                    .description("Requests that were turned away since too many were under way")
                    .register(registry);
            Gauge.builder("maillage.requests.in.flight", places, Places::taken)
                    .description("Requests that are worked on")
                    .register(registry);
        };
    }
}

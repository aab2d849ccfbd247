package org.maillage.command;

import java.time.Clock;
import java.util.List;
import org.maillage.edge.BodyRules;
import org.maillage.edge.EdgeConfiguration;
import org.maillage.kernel.wire.RequestReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
@Import(EdgeConfiguration.class)
class WebConfiguration implements WebMvcConfigurer {

    private final RequestReader reader = new RequestReader(new BodyRules());

    /** For what is read otherwise than as a body. */
    @Bean
    RequestReader requestReader() {
        return reader;
    }

    @Bean
    static Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
        builder.withJsonConverter(new JsonBodies(reader));
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new RequestResolver(reader));
    }
}

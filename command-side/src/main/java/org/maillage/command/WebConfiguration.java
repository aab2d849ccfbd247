package org.maillage.command;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.maillage.kernel.wire.RequestReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.FixedLocaleResolver;

@Configuration(proxyBeanMethods = false)
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

    /** What people read is French, whatever their browser prefers. */
    @Bean
    static LocaleResolver localeResolver() {
        return new FixedLocaleResolver(Locale.FRENCH);
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
        builder.withJsonConverter(new JsonBodies(reader));
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new RequestResolver(reader));
    }

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(new Parameters());
    }
}

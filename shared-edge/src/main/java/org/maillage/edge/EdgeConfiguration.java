package org.maillage.edge;

import java.util.Locale;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.FixedLocaleResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** All of this room, for a side to import. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableConfigurationProperties(EdgeSettings.class)
public class EdgeConfiguration implements WebMvcConfigurer {

    private final Pulse pulse;

    EdgeConfiguration(Pulse pulse) {
        this.pulse = pulse;
    }

    /** What people read is French, whatever their browser prefers. */
    @Bean
    static LocaleResolver localeResolver() {
        return new FixedLocaleResolver(Locale.FRENCH);
    }

    @Bean
    static WebMvcRegistrations routes() {
        return new WebMvcRegistrations() {
            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new Routes();
            }
        };
    }

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(new Parameters());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new RoleCheck()).addPathPatterns("/api/**", "/documents/**", "/operations/**");
        registry.addInterceptor(new ParameterLimits());
        registry.addInterceptor(new PulseCheck(pulse)).addPathPatterns("/api/**", "/documents/**", "/operations/**");
    }
}

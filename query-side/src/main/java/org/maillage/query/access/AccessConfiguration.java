package org.maillage.query.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.query.Visible;
import org.maillage.query.intake.QuestionOrder;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    private static final String API = "/api/";

    @Bean
    static WebMvcConfigurer accessCheck(Access access) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new AccessCheck(access))
                        .addPathPatterns(API + "**")
                        .order(QuestionOrder.ACCESS);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new VisibleParameter());
            }
        };
    }

    private static final class VisibleParameter implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Visible.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            return AccessCheck.visible(request);
        }
    }

    /** A question of which the check does not know what it is about would answer nobody: better not to start. */
    @Bean
    static SmartInitializingSingleton questionsAreKnown(RequestMappingHandlerMapping mappings) {
        return () -> mappings.getHandlerMethods()
                .forEach((mapping, method) -> mapping.getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith(API))
                        .forEach(pattern -> Question.of(method.getMethod(), pattern)));
    }
}

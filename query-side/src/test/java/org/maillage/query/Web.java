package org.maillage.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.maillage.edge.CommonProblems;
import org.maillage.edge.ParameterLimits;
import org.maillage.edge.Parameters;
import org.maillage.kernel.wire.Json;
import org.maillage.query.intake.ToldFacts;
import org.springframework.core.MethodParameter;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerInterceptor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The controllers of one read model, asked over HTTP as they are configured, without servers around them. Whoever asks sees every
 * centre of which something was told, unless another view is asked for.
 */
public final class Web {

    private static final JsonMapper JSON = Json.mapper().build();

    private final MockMvc mvc;

    public Web(ToldFacts told, Object... controllers) {
        this(told, List.of(), List.of(), List.of(), () -> Visible.whole(told.centres()), controllers);
    }

    /** For one who sees less. */
    public Web(ToldFacts told, Visible visible, Object... controllers) {
        this(told, List.of(), List.of(), List.of(), () -> visible, controllers);
    }

    /** @param advice of {@code RestControllerAdvice}, beside what tells problems */
    public Web(ToldFacts told, List<HandlerInterceptor> interceptors, List<?> advice, Object... controllers) {
        this(told, interceptors, advice, List.of(), () -> Visible.whole(told.centres()), controllers);
    }

    /** @param converters those that the read model brings along */
    public Web(ToldFacts told, List<HttpMessageConverter<?>> converters, Object... controllers) {
        this(told, List.of(), List.of(), converters, () -> Visible.whole(told.centres()), controllers);
    }

    private Web(
            ToldFacts told,
            List<HandlerInterceptor> interceptors,
            List<?> advice,
            List<HttpMessageConverter<?>> converters,
            Supplier<Visible> visible,
            Object[] controllers) {
        var conversion = new DefaultFormattingConversionService();
        conversion.addConverter(new Parameters());
        this.mvc = MockMvcBuilders.standaloneSetup(controllers)
                .setControllerAdvice(
                        Stream.concat(Stream.of(new ProblemAdvice(), new CommonProblems()), advice.stream())
                                .toArray())
                .addInterceptors(Stream.concat(Stream.of(new ParameterLimits()), interceptors.stream())
                        .toArray(HandlerInterceptor[]::new))
                .setConversionService(conversion)
                .setCustomArgumentResolvers(told.questionParameters(), new Sight(visible))
                .setMessageConverters(Stream.concat(
                                Stream.of(
                                        new ByteArrayHttpMessageConverter(),
                                        new StringHttpMessageConverter(UTF_8),
                                        new JacksonJsonHttpMessageConverter(JSON)),
                                converters.stream())
                        .toArray(HttpMessageConverter[]::new))
                .build();
    }

    private record Sight(Supplier<Visible> visible) implements HandlerMethodArgumentResolver {

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
            return visible.get();
        }
    }

    /** An answer, its body as it went over the wire. */
    public record Answer(int status, String body) {

        public JsonNode json() {
            return JSON.readTree(body);
        }

        public List<String> fields() {
            return List.copyOf(json().propertyNames());
        }

        public String code() {
            return json().get("code").asString();
        }
    }

    public Answer get(String path) {
        return get(path, "application/json");
    }

    public Answer get(String path, String accept) {
        try {
            var response = response(path, accept);
            return new Answer(response.getStatus(), response.getContentAsString(UTF_8));
        } catch (UnsupportedEncodingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For bytes and headers. */
    public MockHttpServletResponse response(String path, String accept) {
        try {
            return mvc.perform(MockMvcRequestBuilders.get("/api/v1" + path).header("Accept", accept))
                    .andReturn()
                    .getResponse();
        } catch (Exception e) {
            throw new IllegalStateException("GET " + path, e);
        }
    }
}

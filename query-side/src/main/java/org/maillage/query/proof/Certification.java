package org.maillage.query.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonRawValue;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.Json;
import org.maillage.query.NotYetCertified;
import org.maillage.query.intake.Answers;
import org.maillage.query.intake.AppliedPositions;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.QuestionOrder;
import org.maillage.query.intake.ReadModelBehind;
import org.maillage.query.intake.ReadModels;
import org.maillage.query.proof.Proofs.KnownAt;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import tools.jackson.databind.json.JsonMapper;

/**
 * Certifies every answer about an instant that is asked for with {@code certified=true}: first it finds where the prefix of the ledger
 * ends that was recorded by then, next it waits until the read models that answer contain that prefix, then they answer, and last it
 * puts the answer into one envelope with its certificate.
 */
@ControllerAdvice
final class Certification implements HandlerInterceptor, ResponseBodyAdvice<Object>, WebMvcConfigurer {

    private static final String PARAMETER = "certified";
    private static final String KNOWN = Certification.class.getName() + ".known";
    private static final long LOOK_AGAIN = Duration.ofMillis(100).toNanos();
    private static final JsonMapper MAPPER = Json.mapper().build();

    /** As long as nothing later is known, what was recorded by an instant may still be on its way. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(10);

    private final Proofs proofs;
    private final ReadModels readModels;
    private final AppliedPositions appliedPositions;
    private final Duration wait;

    Certification(
            Proofs proofs,
            ReadModels readModels,
            AppliedPositions appliedPositions,
            @Value("${maillage.read-wait:5s}") Duration wait) {
        this.proofs = proofs;
        this.readModels = readModels;
        this.appliedPositions = appliedPositions;
        this.wait = wait;
    }

    /** In this order: who checks the report finds its first byte without a parser. */
    record Certified(@JsonRawValue String report, Certificate certificate) {}

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).order(QuestionOrder.CERTIFY);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws InterruptedException {
        if (request.getDispatcherType() == DispatcherType.REQUEST
                && handler instanceof HandlerMethod method
                && isAsked(request.getParameter(PARAMETER))) {
            if (!isAboutAnInstant(method.getMethod())) {
                throw InvalidRequest.parameter(
                        PARAMETER, "Seule une lecture qui accepte « asOf » peut être certifiée.");
            }
            var asOf = past(request.getParameter(AsOf.PARAMETER));
            long deadline = System.nanoTime() + wait.toNanos();
            var known = known(asOf, deadline);
            readModels.await(
                    answering(method),
                    appliedPositions.upTo(known.position(), ProofProjection.NAME),
                    Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            request.setAttribute(KNOWN, known);
        }
        return true;
    }

    private static boolean isAsked(@Nullable String certified) {
        return switch (certified) {
            case null -> false;
            case "false" -> false;
            case "true" -> true;
            default -> throw InvalidRequest.parameter(PARAMETER, "Vrai (true) ou faux (false) est attendu.");
        };
    }

    private static boolean isAboutAnInstant(Method handler) {
        return Arrays.asList(handler.getParameterTypes()).contains(AsOf.class);
    }

    private static Instant past(@Nullable String asOf) {
        if (asOf == null) {
            throw InvalidRequest.parameter(AsOf.PARAMETER, "Une lecture certifiée demande un instant.");
        }
        var instant = AsOf.parse(asOf);
        if (!instant.isBefore(Instant.now())) {
            throw InvalidRequest.parameter(
                    AsOf.PARAMETER,
                    "Une lecture certifiée demande un instant passé : la suite n’est pas encore connue.");
        }
        return instant;
    }

    private static List<String> answering(HandlerMethod method) {
        var answers = AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), Answers.class);
        if (answers == null) {
            throw new IllegalStateException(method + " does not say from which projections it answers");
        }
        return List.of(answers.from());
    }

    /** @throws ReadModelBehind when the leaves that it takes have not arrived in time */
    private KnownAt known(Instant asOf, long deadline) {
        while (true) {
            try {
                return certifiable(proofs.knownAt(asOf));
            } catch (ReadModelBehind behind) {
                boolean isLast = System.nanoTime() + LOOK_AGAIN > deadline;
                if (isLast || Thread.currentThread().isInterrupted()) {
                    throw behind;
                }
                LockSupport.parkNanos(LOOK_AGAIN);
            }
        }
    }

    private static KnownAt certifiable(KnownAt known) {
        boolean mayGrow = known.next() == null && known.at().plus(UNDER_WAY).isAfter(Instant.now());
        if (known.checkpoint() == null || mayGrow) {
            throw new NotYetCertified();
        }
        return known;
    }

    @Override
    public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        var handler = returned.getMethod();
        return handler != null && isAboutAnInstant(handler);
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returned,
            MediaType mediaType,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest asked,
            ServerHttpResponse response) {
        if (body == null
                || !(asked instanceof ServletServerHttpRequest servlet)
                || !(servlet.getServletRequest().getAttribute(KNOWN) instanceof KnownAt known)) {
            return body;
        }
        requireNothingMore(known);
        var request = question(servlet.getServletRequest());
        return switch (body) {
            case byte[] bytes -> {
                response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
                yield MAPPER.writeValueAsBytes(certified(request, known, mediaType, base64(bytes)));
            }
            case String text -> {
                response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
                yield MAPPER.writeValueAsString(certified(request, known, mediaType, base64(text.getBytes(UTF_8))));
            }
            default -> certified(request, known, mediaType, MAPPER.writeValueAsString(body));
        };
    }

    /** What arrived between the question and the answer may be in the answer. */
    private void requireNothingMore(KnownAt known) {
        if (known.next() == null && proofs.lastRecorded(known.at()) != known.position()) {
            throw new NotYetCertified();
        }
    }

    private static String question(HttpServletRequest request) {
        return request.getRequestURI() + "?" + request.getQueryString();
    }

    private static String base64(byte[] bytes) {
        return '"' + Base64.getEncoder().encodeToString(bytes) + '"';
    }

    private static Certified certified(String request, KnownAt known, MediaType mediaType, String report) {
        var bytes = report.getBytes(UTF_8);
        // Without parameters, of which the charset says nothing about bytes in Base64.
        var plain = mediaType.getType() + "/" + mediaType.getSubtype();
        return new Certified(report, Certificate.of(request, known, plain, bytes.length, sha256(bytes)));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}

package org.maillage.infra.issuer;

import io.github.bucket4j.Bucket;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Slows down whoever tries passwords: five at once for each login, then one every ten seconds. Logins that do not exist share one
 * bucket, so that inventing them costs no memory.
 */
final class SignInLimit extends OncePerRequestFilter {

    static final int AT_ONCE = 5;
    private static final Duration THEN_ONE_EVERY = Duration.ofSeconds(10);

    private final Map<String, Bucket> byLogin;
    private final Bucket ofNobody = bucket();

    SignInLimit(Collection<String> logins) {
        byLogin = logins.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), _ -> bucket()));
    }

    private static Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(AT_ONCE).refillGreedy(1, THEN_ONE_EVERY))
                .build();
    }

    private Bucket bucketOf(HttpServletRequest request) {
        return byLogin.getOrDefault(
                Objects.requireNonNullElse(request.getParameter(SignInController.LOGIN), ""), ofNobody);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !HttpMethod.POST.matches(request.getMethod())
                || !request.getServletPath().equals(SignInController.PATH);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // Taken before it is known whether the password is right: many tries at once are many.
        if (bucketOf(request).tryConsume(1)) {
            chain.doFilter(request, response);
        } else {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(THEN_ONE_EVERY.toSeconds()));
            SignInController.tooMany(request, response);
        }
    }

    /** A password that was right did not count. */
    void wasRight(HttpServletRequest request) {
        bucketOf(request).addTokens(1);
    }

    /** Where the sign-in page says that it was wrong. */
    static void wasWrong(HttpServletRequest request, HttpServletResponse response, AuthenticationException wrong)
            throws IOException {
        response.sendRedirect(SignInController.PATH + "?" + SignInController.WRONG);
    }
}

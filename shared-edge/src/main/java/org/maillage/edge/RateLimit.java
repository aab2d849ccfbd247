package org.maillage.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.maillage.kernel.wire.ProblemCode;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * So many requests a second for each client at this node, and as many at once after a quiet second. Whoever has no token that
 * holds was turned away before, and fills no bucket.
 */
final class RateLimit extends OncePerRequestFilter {

    /** Beyond this the least recent begin again with a full bucket: memory stays bounded, and forgetting harms nobody. */
    private static final int MOST_CLIENTS = 10_000;

    private final int perSecond;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_CLIENTS)
            .expireAfterAccess(Duration.ofMinutes(1))
            .build();

    RateLimit(int perSecond) {
        this.perSecond = perSecond;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication instanceof Identified identified
                && !buckets.get(identified.getPrincipal().client(), _ -> bucket())
                        .tryConsume(1)) {
            Problems.write(ProblemCode.TOO_MANY_REQUESTS, request, response);
            return;
        }
        chain.doFilter(request, response);
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }
}

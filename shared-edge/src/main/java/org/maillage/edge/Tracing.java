package org.maillage.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.maillage.kernel.wire.Traceparent;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** First at the door: gives each request its place in a trace. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class Tracing extends OncePerRequestFilter {

    private static final String TRACEPARENT = Tracing.class.getName() + ".traceparent";
    private static final String MDC_TRACE = "traceId";

    public static Traceparent traceparent(HttpServletRequest request) {
        return request.getAttribute(TRACEPARENT) instanceof Traceparent traceparent
                ? traceparent
                : Traceparent.continuing(request.getHeader(Traceparent.HEADER));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var traceparent = Traceparent.continuing(request.getHeader(Traceparent.HEADER));
        request.setAttribute(TRACEPARENT, traceparent);
        MDC.put(MDC_TRACE, traceparent.traceId());
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(MDC_TRACE);
        }
    }
}

package org.maillage.query.persondata;

import jakarta.servlet.http.HttpServletRequest;
import org.maillage.edge.Tracing;
import org.maillage.query.Actor;
import org.maillage.query.persondata.PersonalReads.Asked;
import org.maillage.query.persondata.PersonalReads.Asker;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.HandlerMapping;

/** Who asks, as the request of this thread says. */
final class RequestAsker implements Asker {

    @Override
    public Asked current() {
        if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
            throw new IllegalStateException("Personal data is read for requests alone");
        }
        var request = attributes.getRequest();
        return new Asked(
                Actor.of(request),
                endpoint(request),
                Tracing.traceparent(request).traceId());
    }

    private static String endpoint(HttpServletRequest request) {
        var pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return request.getMethod() + " " + (pattern == null ? "" : pattern);
    }
}

package org.maillage.edge;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.maillage.kernel.access.AccessTable;
import org.maillage.kernel.access.Ask;
import org.springframework.http.HttpMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Asks the table of roles before a controller is asked: what it does not name is open to nobody. */
final class RoleCheck implements HandlerInterceptor {

    private static final String ROOT = "/api/v1";

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        // An address that nobody serves is no endpoint: it is not found, for whoever asks.
        if (request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String pattern
                && handler instanceof HandlerMethod) {
            var ask = new Ask(Asks.caller(), AccessTable.opensTo(endpoint(request, pattern)));
            if (ask.isVain()) {
                throw new Forbidden();
            }
            Asks.set(request, ask);
        }
        return true;
    }

    private static String endpoint(HttpServletRequest request, String pattern) {
        var method = request.getMethod().equals(HttpMethod.HEAD.name()) ? HttpMethod.GET.name() : request.getMethod();
        return method + " " + (pattern.startsWith(ROOT) ? pattern.substring(ROOT.length()) : pattern);
    }
}

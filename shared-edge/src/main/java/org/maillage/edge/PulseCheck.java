package org.maillage.edge;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;

/** While the database is silent nobody begins to wait, for a read model that will not come nearer either. */
final class PulseCheck implements HandlerInterceptor {

    private final Pulse pulse;

    PulseCheck(Pulse pulse) {
        this.pulse = pulse;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (pulse.isSilent()) {
            throw new DatabaseIsSilent();
        }
        return true;
    }
}

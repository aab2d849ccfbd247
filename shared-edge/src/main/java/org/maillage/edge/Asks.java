package org.maillage.edge;

import jakarta.servlet.http.HttpServletRequest;
import org.maillage.kernel.access.Ask;
import org.maillage.kernel.access.Caller;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who asks, and what they may be here: known of every request that reaches a controller of the API. */
public final class Asks {

    private static final String ASK = Asks.class.getName();

    private Asks() {}

    /** @throws IllegalStateException outside the API, where nobody was asked who they are */
    public static Ask of(HttpServletRequest request) {
        if (request.getAttribute(ASK) instanceof Ask ask) {
            return ask;
        }
        throw new IllegalStateException("nobody was asked who they are");
    }

    static void set(HttpServletRequest request, Ask ask) {
        request.setAttribute(ASK, ask);
    }

    static Caller caller() {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof Identified identified) {
            return identified.getPrincipal();
        }
        throw new IllegalStateException("nobody was asked who they are");
    }
}

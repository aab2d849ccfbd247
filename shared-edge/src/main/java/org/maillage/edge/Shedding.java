package org.maillage.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.maillage.kernel.wire.ProblemCode;
import org.springframework.web.filter.OncePerRequestFilter;

/** Turns requests away that find no place, before anything is done for them. Health and operations always have one. */
final class Shedding extends OncePerRequestFilter {

    private final Places places;

    Shedding(Places places) {
        this.places = places;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var path = request.getRequestURI();
        return !path.startsWith("/api/") && !path.startsWith("/documents");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var place = Place.in(places, request);
        if (!place.take()) {
            Problems.write(ProblemCode.OVERLOADED, request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            place.leave();
        }
    }
}

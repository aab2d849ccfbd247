package org.maillage.edge;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Finds who answers an address. Spring tries all patterns in which anything varies, one after the other: a tenth of what a command
 * costs. In nearly all of ours what varies is an id, so the address without its ids names the one that can match.
 */
final class Routes extends RequestMappingHandlerMapping {

    private static final int ID_LENGTH = 36;
    private static final String ANY = "*";

    private record Route(RequestMappingInfo mapping, HandlerMethod handler) {}

    private Map<String, Route> byShape = Map.of();

    @Override
    public void afterPropertiesSet() {
        super.afterPropertiesSet();
        var routes = new HashMap<String, Route>();
        var ambiguous = new HashSet<String>();
        getHandlerMethods().forEach((mapping, handler) -> {
            var patterns = mapping.getPathPatternsCondition();
            if (patterns == null) {
                return;
            }
            for (var method : mapping.getMethodsCondition().getMethods()) {
                for (var pattern : patterns.getPatternValues()) {
                    var shape = method.name() + pattern.replaceAll("\\{[^/]*}", ANY);
                    if (routes.put(shape, new Route(mapping, handler)) != null) {
                        ambiguous.add(shape);
                    }
                }
            }
        });
        // Where two have one shape, something else than the address decides.
        routes.keySet().removeAll(ambiguous);
        byShape = Map.copyOf(routes);
    }

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(String path, HttpServletRequest request) throws Exception {
        var route = byShape.get(request.getMethod() + shape(path));
        var match = route == null ? null : getMatchingMapping(route.mapping(), request);
        if (route == null || match == null) {
            return super.lookupHandlerMethod(path, request);
        }
        request.setAttribute(BEST_MATCHING_HANDLER_ATTRIBUTE, route.handler());
        handleMatch(match, path, request);
        return route.handler();
    }

    /** The path with a star for each of its segments that has the length and the dashes of an id. */
    private static String shape(String path) {
        StringBuilder shape = null;
        int copied = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            int end = slash + 1 + ID_LENGTH;
            if (isId(path, slash + 1, end)) {
                shape = shape == null ? new StringBuilder(path.length()) : shape;
                shape.append(path, copied, slash + 1).append(ANY);
                copied = end;
            }
        }
        return shape == null ? path : shape.append(path, copied, path.length()).toString();
    }

    private static boolean isId(String path, int from, int end) {
        return path.length() >= end
                && (path.length() == end || path.charAt(end) == '/')
                && path.charAt(from + 8) == '-'
                && path.charAt(from + 13) == '-'
                && path.charAt(from + 18) == '-'
                && path.charAt(from + 23) == '-'
                && path.lastIndexOf('/', end - 1) < from;
    }
}

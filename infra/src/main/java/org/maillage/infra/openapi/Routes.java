package org.maillage.infra.openapi;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** What the two sides answer to, as their controllers say. */
final class Routes {

    /** One method on one path; JSON where nothing is said of what it takes or gives. */
    record Route(String path, RequestMethod method, Method handler, List<String> consumes, List<String> produces) {

        /** Whether the command side answers. */
        boolean decides() {
            return handler.getDeclaringClass().getPackageName().startsWith("org.maillage.command");
        }

        /** Whether it runs the platform; the query side answers. */
        boolean operates() {
            return path.startsWith("/operations/");
        }
    }

    private Routes() {}

    static List<Route> all() {
        var routes = new ArrayList<Route>();
        for (var side : List.of("org.maillage.command", "org.maillage.query")) {
            var scanner = new ClassPathScanningCandidateComponentProvider(false);
            scanner.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
            scanner.addExcludeFilter(new AssignableTypeFilter(ErrorController.class));
            for (var found : scanner.findCandidateComponents(side)) {
                for (var method : load(String.valueOf(found.getBeanClassName())).getDeclaredMethods()) {
                    routes.addAll(of(method));
                }
            }
        }
        // A side's own health is for whoever runs it; the front door has its own.
        routes.removeIf(
                route -> Stream.of("/api/", "/documents", "/operations/").noneMatch(route.path()::startsWith));
        routes.sort(Comparator.comparing(Route::path).thenComparing(Route::method));
        return routes;
    }

    private static List<Route> of(Method handler) {
        var mapping = AnnotatedElementUtils.findMergedAnnotation(handler, RequestMapping.class);
        if (mapping == null) {
            return List.of();
        }
        var parent = AnnotatedElementUtils.findMergedAnnotation(handler.getDeclaringClass(), RequestMapping.class);
        var prefix = parent == null || parent.path().length == 0 ? "" : parent.path()[0];
        return Arrays.stream(mapping.path())
                .flatMap(path -> Arrays.stream(mapping.method())
                        .map(method -> new Route(
                                prefix + path,
                                method,
                                handler,
                                List.of(mapping.consumes()),
                                List.of(mapping.produces()))))
                .toList();
    }

    static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Routes.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}

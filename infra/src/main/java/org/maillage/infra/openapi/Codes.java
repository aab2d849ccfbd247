package org.maillage.infra.openapi;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.maillage.command.Refusal;
import org.maillage.kernel.wire.ProblemCode;
import org.maillage.query.OperationRefused;
import org.maillage.query.UnknownResource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;

/** Every code that a problem can carry: the generic ones, and one for each rule that can refuse. */
final class Codes {

    private Codes() {}

    static SortedSet<String> all() {
        var codes = new TreeSet<String>();
        Arrays.stream(ProblemCode.values()).map(ProblemCode::code).forEach(codes::add);
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(Refusal.class));
        for (var found : scanner.findCandidateComponents("org.maillage.command")) {
            codes.add(Refusal.codeOf(
                    Routes.load(String.valueOf(found.getBeanClassName())).asSubclass(Refusal.class)));
        }
        made(UnknownResource.class, UnknownResource::code).forEach(codes::add);
        made(OperationRefused.class, OperationRefused::code).forEach(codes::add);
        return codes;
    }

    /** One factory method for each kind of resource that a question can miss, and for each operation that can be refused. */
    private static <T> Stream<String> made(Class<T> type, Function<? super T, String> code) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getReturnType() == type && method.getParameterCount() == 0)
                .map(method -> {
                    try {
                        return code.apply(type.cast(method.invoke(null)));
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }
}

package org.maillage.infra.openapi;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import org.maillage.command.Refusal;
import org.maillage.kernel.wire.ProblemCode;
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
        return codes;
    }
}

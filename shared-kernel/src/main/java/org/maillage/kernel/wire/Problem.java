package org.maillage.kernel.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not served, as RFC 9457 wants it told ({@code application/problem+json}).
 *
 * @param type a stable URI, relative to the front door
 * @param title French, the same for every problem of that code
 * @param detail French, for people
 * @param code stable, kebab-case, for programs
 * @param violations everything that is wrong with the request; omitted when there is nothing to name
 * @param traceId what to quote when asking for help
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> violations,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String traceId) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        violations = List.copyOf(violations);
    }

    public static Problem of(ProblemCode code, @Nullable String traceId) {
        return of(code, code.detail(), List.of(), traceId);
    }

    public static Problem of(ProblemCode code, String detail, List<Violation> violations, @Nullable String traceId) {
        return new Problem(typeOf(code.code()), code.title(), code.status(), detail, code.code(), violations, traceId);
    }

    public static Problem of(InvalidRequest invalid, @Nullable String traceId) {
        return of(invalid.code(), invalid.detail(), invalid.violations(), traceId);
    }

    /** What a domain rule refuses, under the rule's own code. */
    public static Problem refused(int status, String code, String detail, @Nullable String traceId) {
        var title = status == 409
                ? "Refusé par une règle"
                : generic(code).orElse(ProblemCode.ofStatus(status)).title();
        return new Problem(typeOf(code), title, status, detail, code, List.of(), traceId);
    }

    /** After how many seconds to try again; 0 when trying again does not help. */
    public int retryAfter() {
        return generic(code).map(ProblemCode::retryAfter).orElse(0);
    }

    private static Optional<ProblemCode> generic(String code) {
        return Arrays.stream(ProblemCode.values())
                .filter(known -> known.code().equals(code))
                .findFirst();
    }

    private static String typeOf(String code) {
        return "/problems/" + code;
    }
}

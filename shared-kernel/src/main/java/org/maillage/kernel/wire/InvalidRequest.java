package org.maillage.kernel.wire;

import java.util.List;

/** A request that shows by itself that it cannot be served: nothing of it was done. */
public final class InvalidRequest extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ProblemCode code;
    private final transient List<Violation> violations;

    public InvalidRequest(ProblemCode code) {
        this(code, code.detail(), List.of());
    }

    public InvalidRequest(ProblemCode code, String detail, List<Violation> violations) {
        // An answer, not a failure: nobody reads its stack.
        super(detail, null, false, false);
        this.code = code;
        this.violations = List.copyOf(violations);
    }

    /** A header, path variable or query parameter that is not what it should be (400). */
    public static InvalidRequest parameter(String name, String message) {
        return new InvalidRequest(
                ProblemCode.INVALID_PARAMETER,
                ProblemCode.INVALID_PARAMETER.detail(),
                List.of(new Violation(name, message)));
    }

    /** A body that is well-formed but not valid (422). */
    public static InvalidRequest body(List<Violation> violations) {
        return new InvalidRequest(ProblemCode.INVALID_REQUEST, ProblemCode.INVALID_REQUEST.detail(), violations);
    }

    public ProblemCode code() {
        return code;
    }

    /** French, for people. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<Violation> violations() {
        return violations;
    }
}

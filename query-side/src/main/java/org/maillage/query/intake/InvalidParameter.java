package org.maillage.query.intake;

/** A parameter of a question makes no sense: 400. */
public final class InvalidParameter extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String parameter;

    /**
     * @param parameter its name in the request
     * @param detail French, for people; it never repeats the value
     */
    public InvalidParameter(String parameter, String detail) {
        super(detail, null, false, false);
        this.parameter = parameter;
    }

    /** Stable, kebab-case, for programs. */
    public String code() {
        return "invalid-parameter";
    }

    public String parameter() {
        return parameter;
    }

    /** French, for people. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}

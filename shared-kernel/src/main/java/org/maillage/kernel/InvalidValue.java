package org.maillage.kernel;

/** A value that cannot exist, whatever the history; its message is French, for the person who typed it. */
public final class InvalidValue extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String code;

    /**
     * @param code stable, kebab-case, for programs
     * @param message French, for people; it never repeats the value
     */
    public InvalidValue(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** French, for people. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}

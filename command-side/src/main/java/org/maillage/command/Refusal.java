package org.maillage.command;

import java.util.Locale;

/**
 * A domain rule says no (409). Each subclass is one rule, and its name is its stable code: {@code OutdatedVersionSigned} is
 * {@code outdated-version-signed}. The message is French, for people, and holds no personal data.
 */
public abstract class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    protected Refusal(String message) {
        // A refusal is an answer, not a failure: nobody reads its stack.
        super(message, null, false, false);
    }

    /** The code that a class of refusals answers with. */
    public static String codeOf(Class<? extends Refusal> refusal) {
        return refusal.getSimpleName()
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    public final String code() {
        return codeOf(getClass());
    }

    /** French, for people. */
    public final String detail() {
        return String.valueOf(getMessage());
    }

    /** The HTTP status that fits: 409 unless the rule is about existence. */
    public int status() {
        return 409;
    }
}

package org.maillage.infra;

import org.jspecify.annotations.Nullable;

/** Why the platform did not start: one line for the operator that says what is wrong and what to do, and an exit code. */
final class StartUpFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What scripts can tell apart. */
    enum Reason {
        BUG(1),
        SETTING(2),
        HTTP_PORT(3),
        KAFKA_PORT(4),
        DATA_DIRECTORY(5),
        DATA_DIRECTORY_IN_USE(6),
        DATABASE(7),
        BROKER(8),
        SIDE(9);

        private final int exitCode;

        Reason(int exitCode) {
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    private final Reason reason;

    StartUpFailure(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    StartUpFailure(Reason reason, String message) {
        this(reason, message, null);
    }

    Reason reason() {
        return reason;
    }

    /** The message, on one line whatever a library put into it. */
    String line() {
        return "maillage: " + String.valueOf(getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** The innermost message: libraries wrap what matters. */
    static String innermost(Throwable failure) {
        var innermost = failure;
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            innermost = cause;
        }
        var message = innermost.getMessage();
        return message == null ? innermost.getClass().getSimpleName() : message;
    }
}

package org.maillage.infra;

import org.jspecify.annotations.Nullable;
import org.maillage.kernel.person.MasterKeyFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
        SIDE(9),
        // 10 to 13 are those of a verification.
        ISSUER(14),
        MASTER_KEY(15);

        private final int exitCode;

        Reason(int exitCode) {
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    private static final Logger log = LoggerFactory.getLogger(StartUpFailure.class);

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

    /** It is a sentence for the operator already. */
    static StartUpFailure of(MasterKeyFailure noKey) {
        return new StartUpFailure(Reason.MASTER_KEY, String.valueOf(noKey.getMessage()), noKey);
    }

    /** The message, on one line whatever a library put into it. */
    private String line() {
        return "maillage: " + String.valueOf(getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Runs a main; what goes wrong ends the process with one line and the reason's code. */
    static void exitOnFailure(Runnable main) {
        try {
            main.run();
        } catch (StartUpFailure failure) {
            failure.exit();
        } catch (MasterKeyFailure noKey) {
            of(noKey).exit();
        } catch (RuntimeException unforeseen) {
            log.error("Start-up failed", unforeseen);
            new StartUpFailure(Reason.BUG, "start-up failed: " + innermost(unforeseen) + "; the log above says more")
                    .exit();
        }
    }

    private void exit() {
        System.err.println(line());
        System.exit(reason.exitCode());
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

package org.maillage.kernel.servers;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A server could not be started or stopped. The message is one line for an operator: what is wrong and what to do. */
public sealed class ServerFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ServerFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    ServerFailure(String message) {
        this(message, null);
    }

    /** Another process listens on the port that was asked for. */
    public static final class PortTaken extends ServerFailure {

        private static final long serialVersionUID = 1L;

        PortTaken(String server, int port) {
            super(server + " cannot listen on port " + port
                    + ": another process uses it; stop that process or choose another port (0 takes a free one)");
        }
    }

    /** A live process, this one or another, already runs a server on the data directory. */
    public static final class DirectoryInUse extends ServerFailure {

        private static final long serialVersionUID = 1L;

        DirectoryInUse(Path directory) {
            super("the data directory " + directory
                    + " is used by a running process; stop it or choose another data directory");
        }
    }
}

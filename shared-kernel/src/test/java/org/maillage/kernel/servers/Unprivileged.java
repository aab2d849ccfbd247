package org.maillage.kernel.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How PostgreSQL is launched: it refuses to run as root, and in containers our tests are root.
 *
 * <p>A user namespace of its own makes it believe that it is somebody else, on files that stay ours. Where the kernel or
 * the container's profile forbids that, it really becomes {@code nobody}, who is then given the directory.
 */
enum Unprivileged {
    AS_WE_ARE,
    IN_A_USER_NAMESPACE,
    AS_NOBODY;

    private static final int NOBODY = 65534;

    private List<String> prefix() {
        return switch (this) {
            case AS_WE_ARE -> List.of();
            case IN_A_USER_NAMESPACE -> List.of("unshare", "-U");
            case AS_NOBODY -> List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        };
    }

    static Unprivileged detect() {
        if (!PostgresBinaries.isLinux() || !"root".equals(System.getProperty("user.name"))) {
            return AS_WE_ARE;
        }
        return Stream.of(IN_A_USER_NAMESPACE, AS_NOBODY)
                .filter(Unprivileged::works)
                .findFirst()
                .orElseThrow(() -> new ServerFailure(
                        "PostgreSQL refuses to run as root, and neither unshare nor setpriv works here;"
                                + " run as another user, or set MAILLAGE_DB_URL to use your own PostgreSQL"));
    }

    List<String> command(List<String> command) {
        return Stream.concat(prefix().stream(), command.stream()).toList();
    }

    /** Makes the directory, and everything in it, usable by whom we launch. */
    void give(Path directory) {
        if (this != AS_NOBODY) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : (Iterable<Path>) files::iterator) {
                Files.setAttribute(file, "unix:uid", NOBODY);
                Files.setAttribute(file, "unix:gid", NOBODY);
            }
            for (var parent : parentsClosedToOthers(directory)) {
                var permissions = Files.getPosixFilePermissions(parent);
                permissions.add(PosixFilePermission.OTHERS_EXECUTE);
                Files.setPosixFilePermissions(parent, permissions);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot give " + directory + " to nobody", failed);
        }
    }

    /** What lies in the temporary directory is ours to open; a home directory is not. */
    private static List<Path> parentsClosedToOthers(Path directory) throws IOException {
        var temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        var closed = new ArrayList<Path>();
        for (var parent = directory.getParent(); parent != null; parent = parent.getParent()) {
            if (Files.getPosixFilePermissions(parent).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                continue;
            }
            if (parent.equals(temporary) || !parent.startsWith(temporary)) {
                throw new ServerFailure("PostgreSQL refuses to run as root, and as nobody it cannot reach " + parent
                        + "; run as another user, or choose a data directory that others may enter");
            }
            closed.add(parent);
        }
        return closed;
    }

    private boolean works() {
        try {
            return new ProcessBuilder(command(List.of("true")))
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("interrupted while looking for a way to run PostgreSQL", interrupted);
        }
    }
}

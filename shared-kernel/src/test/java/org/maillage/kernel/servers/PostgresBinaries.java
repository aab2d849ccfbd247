package org.maillage.kernel.servers;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's own programs ({@code initdb}, {@code pg_ctl}, {@code postgres}), unpacked from the class path.
 *
 * <p>We drive them ourselves: the library they come with starts servers without fsync and gives up on a directory whose
 * last server was killed.
 */
final class PostgresBinaries {

    private static final String LAST_FILE_WRITTEN = ".complete";

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    String initdb() {
        return program("initdb");
    }

    String pgCtl() {
        return program("pg_ctl");
    }

    private String program(String name) {
        return home.resolve("bin").resolve(isWindows() ? name + ".exe" : name).toString();
    }

    /** One copy per user and machine, which all tests share. */
    static PostgresBinaries shared() {
        var directory =
                Path.of(System.getProperty("java.io.tmpdir"), "maillage-postgresql-" + System.getProperty("user.name"));
        try {
            refuseFilesOfOthers(Files.createDirectories(directory));
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot use " + directory, failed);
        }
        return under(directory);
    }

    static PostgresBinaries under(Path directory) {
        try {
            var parent = Files.createDirectories(directory.toAbsolutePath());
            var archive = archive();
            var home = parent.resolve(digest(archive));
            if (!Files.exists(home.resolve(LAST_FILE_WRITTEN))) {
                unpack(archive, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot unpack PostgreSQL into " + directory, failed);
        }
    }

    /** In a shared temporary directory somebody else may have put programs of his own under our name. */
    private static void refuseFilesOfOthers(Path directory) throws IOException {
        var ours = Files.createTempFile(directory, "owner", null);
        try {
            if (!Files.getOwner(directory).equals(Files.getOwner(ours))) {
                throw new ServerFailure(directory + " belongs to another user; delete it");
            }
        } finally {
            Files.delete(ours);
        }
    }

    private static byte[] archive() throws IOException {
        var system = isLinux() ? "Linux" : isWindows() ? "Windows" : "Darwin";
        try (var stream = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, System.getProperty("os.arch"))) {
            return stream.readAllBytes();
        }
    }

    private static String digest(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive), 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("Every JDK has SHA-256", impossible);
        }
    }

    /** Aside first, then renamed: whoever is killed meanwhile leaves no half copy that the next one would trust. */
    private static void unpack(byte[] archive, Path home) throws IOException {
        var aside = Files.createDirectory(
                home.resolveSibling("unpacking-" + ProcessHandle.current().pid() + "-" + System.nanoTime()));
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var target = aside.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.resolveSibling("."));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    if ((entry.getMode() & 0111) != 0 && !target.toFile().setExecutable(true, false)) {
                        throw new IOException("Cannot make " + target + " executable");
                    }
                }
            }
        }
        Files.createFile(aside.resolve(LAST_FILE_WRITTEN));
        if (Files.exists(home) && !Files.exists(home.resolve(LAST_FILE_WRITTEN))) {
            Directories.delete(home);
        }
        try {
            Files.move(aside, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException lost) {
            Directories.delete(aside);
            if (!Files.exists(home.resolve(LAST_FILE_WRITTEN))) {
                throw lost;
            }
        }
    }

    static boolean isWindows() {
        return osName().startsWith("windows");
    }

    static boolean isLinux() {
        return osName().startsWith("linux");
    }

    private static String osName() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT);
    }
}

package org.maillage.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.function.Supplier;

/** How keys come into files (fichier de clé): whole or not at all, durable, readable by their owner alone. */
public final class KeyFile {

    private static final FileAttribute<?>[] OWNER_ONLY = isPosix()
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];

    private KeyFile() {}

    /**
     * Makes the file, unless it exists. Several processes may do so at once: one makes it, none reads a half.
     *
     * @throws UncheckedIOException if it can be neither found nor made
     */
    public static void createUnlessThere(Path file, Supplier<String> text) {
        if (!Files.exists(file)) {
            try {
                create(file.toAbsolutePath(), text.get());
            } catch (IOException e) {
                throw new UncheckedIOException("The key file " + file + " cannot be made", e);
            }
        }
    }

    private static void create(Path file, String text) throws IOException {
        Files.createDirectories(directoryOf(file));
        var draft = draft(file, text);
        try {
            // A link, not a move: it appears whole, and it never replaces the key of somebody who was faster.
            linkUnlessThere(file, draft);
            keepEntries(directoryOf(file));
        } finally {
            Files.delete(draft);
        }
    }

    /**
     * Gives the file another text, at once: whoever reads it meanwhile finds the former or the new one. It stays its owner's, and is
     * readable by them alone, whatever it was before.
     *
     * @throws UncheckedIOException if it is not there or cannot be replaced
     */
    public static void replace(Path file, String text) {
        try {
            // What a link points to, not the link.
            var there = file.toRealPath();
            var draft = draft(there, text);
            try {
                var owner = Files.getOwner(there);
                if (!Files.getOwner(draft).equals(owner)) {
                    Files.setOwner(draft, owner);
                }
                Files.move(draft, there, ATOMIC_MOVE, REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
            keepEntries(directoryOf(there));
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " cannot be replaced", e);
        }
    }

    /** Of a file by its whole path. */
    private static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "a directory is no file");
    }

    private static Path draft(Path file, String text) throws IOException {
        var draft = Files.createTempFile(directoryOf(file), file.getFileName().toString(), ".new", OWNER_ONLY);
        try (var channel = FileChannel.open(draft, WRITE)) {
            for (var bytes = ByteBuffer.wrap(text.getBytes(UTF_8)); bytes.hasRemaining(); ) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        return draft;
    }

    private static void keepEntries(Path directory) throws IOException {
        if (isPosix()) {
            try (var entries = FileChannel.open(directory, READ)) {
                entries.force(true);
            }
        }
    }

    private static void linkUnlessThere(Path file, Path draft) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException somebodyWasFaster) {
            if (!Files.isRegularFile(file)) {
                throw somebodyWasFaster;
            }
        }
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}

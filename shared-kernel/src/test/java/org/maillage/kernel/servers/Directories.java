package org.maillage.kernel.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class Directories {

    private Directories() {}

    private static final Duration STARTED_LONG_AGO = Duration.ofMinutes(30);

    static Path temporary(String prefix) {
        try {
            var created = Files.createTempDirectory(prefix);
            leftBehind(created, prefix).forEach(PostgresServer::discard);
            return created;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Test JVMs get killed. A young directory may be one whose server has not locked it yet. */
    private static List<Path> leftBehind(Path ours, String prefix) throws IOException {
        var owner = Files.getOwner(ours);
        var before = Instant.now().minus(STARTED_LONG_AGO);
        var left = new ArrayList<Path>();
        try (var siblings = Files.newDirectoryStream(ours.getParent(), prefix + "*")) {
            for (var sibling : siblings) {
                if (Files.getOwner(sibling).equals(owner)
                        && Files.getLastModifiedTime(sibling).toInstant().isBefore(before)) {
                    left.add(sibling);
                }
            }
        }
        return left;
    }

    /** Files that vanish meanwhile, as those of a server that stops, are as good as deleted. */
    static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot delete " + directory, failed);
        }
    }
}

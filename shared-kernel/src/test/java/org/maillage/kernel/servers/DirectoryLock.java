package org.maillage.kernel.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A directory held by one process. The kernel releases it when the process ends, however it ends. */
public final class DirectoryLock implements AutoCloseable {

    private static final String FILE = ".lock-maillage";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the directory, created if needed, until it is closed.
     *
     * @throws ServerFailure.DirectoryInUse if a live process holds it
     */
    public static DirectoryLock take(Path directory) {
        try {
            Files.createDirectories(directory);
            var channel =
                    FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel)) {
                return new DirectoryLock(channel);
            }
            channel.close();
            throw new ServerFailure.DirectoryInUse(directory);
        } catch (IOException unwritable) {
            throw new UncheckedIOException("Cannot lock " + directory, unwritable);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

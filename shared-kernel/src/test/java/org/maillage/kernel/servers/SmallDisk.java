package org.maillage.kernel.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A disk for the directory of a server that is full when a test says so: nothing more can be written to it, what is there
 * stays readable.
 *
 * <p>Where we may mount, it is a file system in memory of its own, which {@link #fill} shrinks to what is used: writing
 * fails with ENOSPC, as on a disk. Elsewhere the processes that have files open on it may write to no file any more
 * (EFBIG); only those, and what they fork, so that one started later has room.
 */
public final class SmallDisk implements AutoCloseable {

    private static final int ATTEMPTS = 50;

    private final Path directory;
    private final long bytes;
    private final boolean mounted;
    private final Thread atExit;

    private SmallDisk(Path directory, long bytes, boolean mounted) {
        this.directory = directory;
        this.bytes = bytes;
        this.mounted = mounted;
        this.atExit = new Thread(this::unmount);
    }

    /** An empty one of that size at a directory, created if needed; what a killed run left mounted there is thrown away. */
    public static SmallDisk create(Path mountPoint, long bytes) {
        return create(mountPoint, bytes, true);
    }

    /** As where nobody lets us mount. */
    static SmallDisk withoutMounting(Path directory) {
        return create(directory, 0, false);
    }

    private static SmallDisk create(Path mountPoint, long bytes, boolean mount) {
        if (!PostgresBinaries.isLinux()) {
            throw new ServerFailure("a disk can be filled on Linux only");
        }
        try {
            Files.createDirectories(mountPoint);
            var directory = mountPoint.toRealPath();
            while (isMountPoint(directory)) {
                succeed("umount", "--lazy", directory.toString());
            }
            var disk = new SmallDisk(directory, bytes, mount && mounts(directory, bytes));
            Runtime.getRuntime().addShutdownHook(disk.atExit);
            return disk;
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot make a disk at " + mountPoint, failed);
        }
    }

    public Path directory() {
        return directory;
    }

    /** Nothing more can be written, until {@link #free}. */
    public void fill() {
        if (!mounted) {
            limit("0");
            return;
        }
        // Whoever writes meanwhile has used more than we have just seen.
        for (int attempt = 1; ; attempt++) {
            var refused = run("mount", "-o", "remount,size=" + used(), directory.toString());
            if (refused.isEmpty()) {
                return;
            }
            if (attempt == ATTEMPTS) {
                throw new ServerFailure("cannot fill " + directory + ": " + refused);
            }
        }
    }

    /** It has its room again. */
    public void free() {
        if (mounted) {
            succeed("mount", "-o", "remount,size=" + bytes, directory.toString());
        } else {
            limit("unlimited");
        }
    }

    /** Throws away what is on it. Whoever still has a file open there keeps that file, and its memory, until it ends. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        if (!mounted) {
            limit("unlimited");
        }
        unmount();
        Directories.delete(directory);
    }

    private void unmount() {
        if (mounted && isMountPoint(directory)) {
            succeed("umount", "--lazy", directory.toString());
        }
    }

    /** At least one page: size 0 would be without limit. */
    private long used() {
        try {
            var store = Files.getFileStore(directory);
            return Math.max(store.getBlockSize(), store.getTotalSpace() - store.getUnallocatedSpace());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The soft limit alone, which its owner may raise again. */
    private void limit(String bytes) {
        for (var process : users()) {
            var refused = run("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes + ":");
            if (!refused.isEmpty() && Processes.isRunning(process)) {
                throw new ServerFailure("cannot limit process " + process.pid() + ": " + refused);
            }
        }
    }

    private List<ProcessHandle> users() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(this::uses)
                .toList();
    }

    private boolean uses(ProcessHandle process) {
        var proc = Path.of("/proc", Long.toString(process.pid()));
        try (var open = Files.list(proc.resolve("fd"))) {
            return Stream.concat(Stream.of(proc.resolve("cwd")), open).anyMatch(this::leadsHere);
        } catch (IOException | UncheckedIOException goneOrNotOurs) {
            return false;
        }
    }

    private boolean leadsHere(Path link) {
        try {
            return Files.readSymbolicLink(link).startsWith(directory);
        } catch (IOException closed) {
            return false;
        }
    }

    private static boolean mounts(Path directory, long bytes) {
        return run("mount", "-t", "tmpfs", "-o", "mode=0755,size=" + bytes, "tmpfs", directory.toString())
                .isEmpty();
    }

    private static boolean isMountPoint(Path directory) {
        try (var mounts = Files.lines(Path.of("/proc/self/mounts"))) {
            return mounts.map(line -> line.split(" ", -1)[1].replace("\\040", " "))
                    .anyMatch(directory.toString()::equals);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void succeed(String... command) {
        var said = run(command);
        if (!said.isEmpty()) {
            throw new ServerFailure(said);
        }
    }

    /** What went wrong, or nothing. */
    private static String run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), UTF_8);
            int status = process.waitFor();
            return status == 0 ? "" : command[0] + " failed with " + status + ": " + said.strip();
        } catch (IOException notInstalled) {
            return command[0] + " cannot be run: " + notInstalled.getMessage();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("interrupted while " + command[0] + " runs", interrupted);
        }
    }
}

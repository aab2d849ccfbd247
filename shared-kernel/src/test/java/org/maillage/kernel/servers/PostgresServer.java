package org.maillage.kernel.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL 18 on the loopback interface, durable as in production, over a directory that is kept.
 *
 * <p>It runs in a session of its own, so that Ctrl-C in a terminal reaches us and not it. If we are killed it goes on;
 * the next start on the directory stops it first.
 */
public final class PostgresServer implements Postgres, AutoCloseable {

    /** How long a start may take: recovery replays the log since the last checkpoint. */
    public static final Duration RECOVERY = Duration.ofSeconds(60);

    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);
    private static final String SUPERUSER = "postgres";
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final int ATTEMPTS = 5;

    /** Bounded for a machine of 2 cores that also runs the JVM. Durability first, and never to be traded here. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("max_connections", "200"),
            Map.entry("shared_buffers", "256MB"),
            Map.entry("effective_cache_size", "1GB"),
            Map.entry("work_mem", "8MB"),
            Map.entry("maintenance_work_mem", "64MB"),
            Map.entry("max_wal_size", "2GB"),
            Map.entry("io_workers", "2"),
            Map.entry("max_worker_processes", "4"),
            Map.entry("max_parallel_workers", "2"),
            Map.entry("max_parallel_workers_per_gather", "1"),
            Map.entry("autovacuum_max_workers", "2"),
            Map.entry("jit", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            // A statement, or the detail of a violated constraint, would put personal data into the log.
            Map.entry("log_min_error_statement", "panic"),
            Map.entry("log_error_verbosity", "terse"));

    private final Path directory;
    private final int port;
    private final String password;
    private final PostgresBinaries binaries;
    private final Unprivileged launcher;
    private final DirectoryLock lock;
    private final boolean temporary;

    private PostgresServer(
            Path directory,
            int port,
            String password,
            PostgresBinaries binaries,
            Unprivileged launcher,
            DirectoryLock lock,
            boolean temporary) {
        this.directory = directory;
        this.port = port;
        this.password = password;
        this.binaries = binaries;
        this.launcher = launcher;
        this.lock = lock;
        this.temporary = temporary;
    }

    /** Starts over a directory, created if needed; port 0 takes a free one. */
    public static PostgresServer start(Path directory, int port) {
        return new Start(directory, port).run();
    }

    /** Starts over a new directory that {@link #close} deletes. */
    public static PostgresServer temporary() {
        return new Start(Directories.temporary("maillage-postgres-"), 0)
                .thrownAway()
                .run();
    }

    /** Ends what a killed JVM left of a {@link #temporary} server; nothing if somebody still uses it. */
    static void discard(Path directory) {
        try (var _ = DirectoryLock.take(directory)) {
            Postmaster.of(data(directory)).map(Postmaster::process).ifPresent(PostgresServer::killAll);
        } catch (ServerFailure.DirectoryInUse alive) {
            return;
        }
        Directories.delete(directory);
    }

    /** What a start needs to know; everything but the directory and the port has a default. */
    public static final class Start {

        private final Path directory;
        private final int port;
        private @Nullable Path binaries;
        private Duration patience = RECOVERY;
        private @Nullable Unprivileged launcher;
        private boolean temporary;
        private final Map<String, String> settings = new HashMap<>(SETTINGS);

        public Start(Path directory, int port) {
            this.directory = directory.toAbsolutePath().normalize();
            this.port = port;
        }

        /** Where PostgreSQL's programs are unpacked; by default in the temporary directory. */
        public Start programs(Path directory) {
            this.binaries = directory;
            return this;
        }

        /** How long recovery may take, instead of {@link #RECOVERY}. */
        public Start patience(Duration patience) {
            this.patience = patience;
            return this;
        }

        /** One of {@code postgresql.conf}, instead of ours or beside them. */
        public Start setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        Start launcher(Unprivileged launcher) {
            this.launcher = launcher;
            return this;
        }

        Start thrownAway() {
            this.temporary = true;
            return this;
        }

        /**
         * Starts it and returns once it answers.
         *
         * @throws ServerFailure if it does not start
         */
        public PostgresServer run() {
            if (port != 0 && Ports.isTaken(port) && !isOurs(port)) {
                throw new ServerFailure.PortTaken("PostgreSQL", port);
            }
            var programs = binaries == null ? PostgresBinaries.shared() : PostgresBinaries.under(binaries);
            var as = launcher == null ? Unprivileged.detect() : launcher;
            var lock = DirectoryLock.take(directory);
            try {
                return PostgresServer.run(this, programs, as, lock);
            } catch (RuntimeException failed) {
                lock.close();
                throw failed;
            }
        }

        /** A server that outlived us holds the port, until we stop it. */
        private boolean isOurs(int port) {
            return Postmaster.of(data(directory))
                    .filter(left -> left.port() == port)
                    .isPresent();
        }
    }

    private static Path data(Path directory) {
        return directory.resolve("data");
    }

    private static PostgresServer run(
            Start start, PostgresBinaries binaries, Unprivileged launcher, DirectoryLock lock) {
        var directory = start.directory;
        var data = data(directory);
        try {
            launcher.give(directory);
            var password = password(directory);
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                initialise(directory, binaries, launcher);
            }
            stopLeftOver(data, binaries, launcher);
            rotate(log(directory));
            int port = launch(start, binaries, launcher);
            return new PostgresServer(directory, port, password, binaries, launcher, lock, start.temporary);
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot prepare the PostgreSQL directory " + directory, failed);
        }
    }

    private static String password(Path directory) throws IOException {
        var file = passwordFile(directory);
        if (!Files.exists(file)) {
            var bytes = new byte[16];
            new SecureRandom().nextBytes(bytes);
            Files.createFile(file);
            if (!PostgresBinaries.isWindows()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            Files.writeString(file, HexFormat.of().formatHex(bytes));
        }
        return Files.readString(file);
    }

    private static Path passwordFile(Path directory) {
        return directory.resolve("superuser.password");
    }

    private static Path log(Path directory) {
        return directory.resolve("postgresql.log");
    }

    /** Aside first, then renamed: an interrupted first start is begun again. */
    private static void initialise(Path directory, PostgresBinaries binaries, Unprivileged launcher)
            throws IOException {
        var aside = directory.resolve("initialising");
        if (Files.exists(aside)) {
            Directories.delete(aside);
        }
        launcher.give(directory);
        run(
                directory,
                launcher,
                Duration.ofMinutes(2),
                binaries.initdb(),
                "--pgdata=" + aside,
                "--username=" + SUPERUSER,
                "--pwfile=" + passwordFile(directory),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8");
        Files.move(aside, data(directory), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void stopLeftOver(Path data, PostgresBinaries binaries, Unprivileged launcher) throws IOException {
        var pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        var left = Postmaster.of(data);
        if (left.isPresent()) {
            log.info(
                    "Stopping the PostgreSQL that an earlier run left behind (pid {})",
                    left.get().process().pid());
            stop(data, left.get().process(), binaries, launcher);
            return;
        }
        // Where a stranger has the pid now, or a dead child that nobody reaped, PostgreSQL would take it for a live
        // postmaster. It knows that the pid of its parent cannot be one. The file itself must stay: it also guards the
        // shared memory of backends that may still be exiting.
        var lines = new ArrayList<>(Files.readAllLines(pidFile));
        if (!lines.isEmpty() && Postmaster.process(lines.getFirst()).isPresent()) {
            lines.set(0, Long.toString(ProcessHandle.current().pid()));
            Files.write(pidFile, lines);
        }
    }

    private static void rotate(Path file) throws IOException {
        if (Files.exists(file)) {
            Files.move(file, file.resolveSibling("postgresql.previous.log"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Tries again where the reason may go away: a free port lost to somebody, killed backends that still exit. */
    private static int launch(Start start, PostgresBinaries binaries, Unprivileged launcher) throws IOException {
        var directory = start.directory;
        for (int attempt = 1; ; attempt++) {
            int port = start.port == 0 ? Ports.free() : start.port;
            try {
                run(
                        directory,
                        launcher,
                        start.patience.plusSeconds(10),
                        binaries.pgCtl(),
                        "start",
                        "--pgdata=" + data(directory),
                        "--log=" + log(directory),
                        "--options=" + options(port, start.settings),
                        "--wait",
                        "--timeout=" + start.patience.toSeconds());
                return port;
            } catch (ServerFailure failure) {
                var said = Files.exists(log(directory)) ? Files.readString(log(directory)) : "";
                var slow = Postmaster.of(data(directory));
                if (slow.isPresent()) {
                    stop(data(directory), slow.get().process(), binaries, launcher);
                    throw new ServerFailure("PostgreSQL was not ready after " + start.patience.toSeconds() + " s; see "
                            + log(directory) + ", and start again to go on with its recovery");
                }
                boolean portTaken = said.contains("Address already in use");
                if (portTaken && start.port != 0) {
                    throw new ServerFailure.PortTaken("PostgreSQL", port);
                }
                if (attempt == ATTEMPTS || !(portTaken || said.contains("is still in use"))) {
                    throw new ServerFailure(
                            "PostgreSQL did not start; see " + log(directory) + lastLine(said), failure);
                }
                pause(Duration.ofMillis(500));
                Files.deleteIfExists(log(directory));
            }
        }
    }

    private static String lastLine(String said) {
        return said.lines()
                .filter(line -> line.contains("FATAL"))
                .reduce((_, last) -> last)
                .map(line -> ": " + line)
                .orElse("");
    }

    private static String options(int port, Map<String, String> settings) {
        return Stream.concat(
                        Stream.of("-p " + port),
                        settings.entrySet().stream()
                                .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue()))
                .reduce((left, right) -> left + " " + right)
                .orElseThrow();
    }

    /** Fast, and where that takes too long at once: what was committed is in the log either way. */
    private static void stop(Path data, ProcessHandle postmaster, PostgresBinaries binaries, Unprivileged launcher) {
        if (!stops(data, "fast", postmaster, binaries, launcher)
                && !stops(data, "immediate", postmaster, binaries, launcher)) {
            killAll(postmaster);
        }
    }

    private static boolean stops(
            Path data, String mode, ProcessHandle postmaster, PostgresBinaries binaries, Unprivileged launcher) {
        try {
            run(
                    data.resolveSibling("."),
                    launcher,
                    STOP.plusSeconds(5),
                    binaries.pgCtl(),
                    "stop",
                    "--pgdata=" + data,
                    "--mode=" + mode,
                    "--wait",
                    "--timeout=" + STOP.toSeconds());
        } catch (ServerFailure failure) {
            log.debug("pg_ctl stop --mode={}", mode, failure);
        }
        return !Processes.isRunning(postmaster);
    }

    private static void killAll(ProcessHandle postmaster) {
        var all = Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (var process : all) {
            for (int i = 0; Processes.isRunning(process); i++) {
                if (i == 200) {
                    throw new ServerFailure("PostgreSQL (pid " + process.pid() + ") does not die");
                }
                pause(Duration.ofMillis(50));
            }
        }
    }

    private static void run(Path directory, Unprivileged launcher, Duration patience, String... command) {
        var name = Path.of(command[0]).getFileName();
        try {
            // To a file, not a pipe: the server inherits it and would keep a pipe open for ever.
            var output = Files.createTempFile("maillage-postgres", ".out");
            try {
                var process = new ProcessBuilder(launcher.command(List.of(command)))
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.to(output.toFile()))
                        .redirectInput(Redirect.from(nothing()))
                        .start();
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    throw new ServerFailure(name + " did not end within " + patience.toSeconds() + " s");
                }
                if (process.exitValue() != 0) {
                    throw new ServerFailure(name + " failed: "
                            + Files.readString(output).strip().replaceAll("\\s*\\R\\s*", " / "));
                }
            } finally {
                Files.delete(output);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot run " + name, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("interrupted while waiting for " + name, interrupted);
        }
    }

    private static File nothing() {
        return new File(PostgresBinaries.isWindows() ? "NUL" : "/dev/null");
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("interrupted while PostgreSQL starts", interrupted);
        }
    }

    @Override
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database;
    }

    @Override
    public String user() {
        return SUPERUSER;
    }

    @Override
    public String password() {
        return password;
    }

    public int port() {
        return port;
    }

    /** The first of its processes, parent of the others, if it lives. */
    public Optional<ProcessHandle> postmaster() {
        return Postmaster.of(data(directory)).map(Postmaster::process);
    }

    /** Kills it and all its processes without warning ({@code kill -9}), as a power cut would. */
    public void kill() {
        Postmaster.of(data(directory)).map(Postmaster::process).ifPresent(PostgresServer::killAll);
        lock.close();
    }

    /** Leaves it running and forgets it, as a killed JVM does. */
    void abandon() {
        lock.close();
    }

    /** Stops it within seconds; transactions under way are rolled back. */
    @Override
    public void close() {
        Postmaster.of(data(directory))
                .ifPresent(running -> stop(data(directory), running.process(), binaries, launcher));
        lock.close();
        if (temporary) {
            Directories.delete(directory);
        }
    }

    /** Runs SQL as superuser. */
    void execute(String database, String sql) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The live server of a directory, as its pid file describes it. */
    private record Postmaster(ProcessHandle process, int port) {

        private static final Duration TOLERANCE = Duration.ofSeconds(10);

        static Optional<Postmaster> of(Path data) {
            try {
                var lines = Files.readAllLines(data.resolve("postmaster.pid"));
                if (lines.size() < 4) {
                    return Optional.empty();
                }
                int port = Integer.parseInt(lines.get(3).strip());
                var startedAt =
                        Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
                return process(lines.getFirst())
                        .filter(Processes::isRunning)
                        .filter(process -> isPostmaster(process, data, startedAt))
                        .map(process -> new Postmaster(process, port));
            } catch (NoSuchFileException notRunning) {
                return Optional.empty();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        static Optional<ProcessHandle> process(String pid) {
            try {
                return ProcessHandle.of(Long.parseLong(pid.strip()));
            } catch (NumberFormatException torn) {
                return Optional.empty();
            }
        }

        /** Not everybody with that pid is one: pids are reused. A postmaster works in its data directory. */
        private static boolean isPostmaster(ProcessHandle process, Path data, Instant startedAt) {
            var workingDirectory = Path.of("/proc", Long.toString(process.pid()), "cwd");
            if (PostgresBinaries.isLinux() && Files.isReadable(workingDirectory)) {
                try {
                    return workingDirectory.toRealPath().equals(data.toRealPath());
                } catch (IOException gone) {
                    return false;
                }
            }
            return process.info()
                    .startInstant()
                    .map(actual -> Duration.between(startedAt, actual).abs().compareTo(TOLERANCE) < 0)
                    .orElse(false);
        }
    }
}

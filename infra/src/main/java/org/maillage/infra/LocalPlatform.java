package org.maillage.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.maillage.infra.StartUpFailure.Reason.BROKER;
import static org.maillage.infra.StartUpFailure.Reason.DATABASE;
import static org.maillage.infra.StartUpFailure.Reason.DATA_DIRECTORY;
import static org.maillage.infra.StartUpFailure.Reason.DATA_DIRECTORY_IN_USE;
import static org.maillage.infra.StartUpFailure.Reason.KAFKA_PORT;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.maillage.infra.PlatformDatabase.Login;
import org.maillage.infra.faults.Faults;
import org.maillage.infra.issuer.Issuer;
import org.maillage.infra.verifier.Verify;
import org.maillage.kernel.proof.SigningKey;
import org.maillage.kernel.servers.DirectoryLock;
import org.maillage.kernel.servers.KafkaServer;
import org.maillage.kernel.servers.PostgresServer;
import org.maillage.kernel.servers.ServerFailure;
import org.maillage.query.intake.ReadModels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole of Maillage in one process: PostgreSQL and Kafka unless they are elsewhere, both sides, the issuer unless
 * it is elsewhere, the front door.
 */
public final class LocalPlatform {

    private static final Logger log = LoggerFactory.getLogger(LocalPlatform.class);
    private static final String DATABASE_NAME = "maillage";
    private static final Duration READ_MODELS = Duration.ofMinutes(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Settings settings;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final CountDownLatch startEnded = new CountDownLatch(1);
    private volatile boolean stopping;

    private LocalPlatform(Settings settings) {
        this.settings = settings;
    }

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("verify")) {
            verify(args);
        }
        if (args.length > 0 && args[0].equals("republish")) {
            republish(args);
        }
        if (args.length > 0 && args[0].equals("faults")) {
            System.exit(Faults.run(List.of(args).subList(1, args.length), System.out));
        }
        if (args.length > 0 && args[0].equals("master-key")) {
            Node.main(args);
            return;
        }
        StartUpFailure.exitOnFailure(() -> {
            var platform = new LocalPlatform(Settings.of(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(platform::stop, "shutdown"));
            try {
                System.out.println(platform.start());
            } catch (StoppedMeanwhile stopped) {
                log.info("Stopped before it was ready");
            }
        });
    }

    /** Proves a ledger, and starts nothing. Its exit code says what was found. */
    static void verify(String[] args) {
        var arguments = List.of(args).subList(1, args.length);
        System.exit(Verify.run(arguments, System.getenv(), System.out, System.err));
    }

    /** Compares the topics with the ledger, or makes them anew from it. Servers that are elsewhere are used as they are. */
    static void republish(String[] args) {
        var arguments = List.of(args).subList(1, args.length);
        if (Republishing.isHelp(arguments)) {
            System.exit(Republishing.help(System.out).exitCode());
        }
        StartUpFailure.exitOnFailure(() -> {
            var platform = new LocalPlatform(Settings.of(System.getenv()));
            Republishing.Ending ending;
            try {
                platform.checkExternalServers();
                if (platform.settings.databaseUrl() == null || platform.settings.kafkaBootstrap() == null) {
                    platform.opened(platform.lockDataDirectory());
                }
                var database = of(Side.Kind.COMMAND, platform.databases());
                ending = Republishing.run(arguments, database, platform.broker(), System.out, System.err);
            } finally {
                platform.startEnded.countDown();
                platform.stop();
            }
            System.exit(ending.exitCode());
        });
    }

    /** SIGTERM came while we were starting: nothing is wrong. */
    private static final class StoppedMeanwhile extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Starts everything and returns the line that says so. */
    private String start() {
        try {
            opened(lockDataDirectory());
            var door = opened(FrontDoor.open(settings.httpPort(), true));
            checkExternalServers();
            prepareMasterKey();
            SigningKey.readOrCreate(Side.ledgerKey(settings.dataDir()));
            var root = URI.create("http://localhost:" + door.port());
            @Nullable Issuer issuer;
            PlatformKafka kafka;
            Map<Side.Kind, PlatformDatabase> databases;
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var broker = CompletableFuture.supplyAsync(() -> timed("Kafka", this::broker), threads);
                var postgres = CompletableFuture.supplyAsync(() -> timed("PostgreSQL", this::databases), threads);
                // Meanwhile.
                issuer = settings.identity().issuer() == null ? timed("The issuer", () -> issuer(root)) : null;
                databases = join(postgres);
                kafka = join(broker);
            }
            var identity = issuer == null ? settings.identity().external() : new Identity(root, issuer.keys());
            var command = timed("The command side", () -> side(Side.Kind.COMMAND, databases, kafka, identity));
            var query = timed("The query side", () -> answering(side(Side.Kind.QUERY, databases, kafka, identity)));
            door.admit(command.address(), query.address(), issuer == null ? null : issuer.address());
            var client = issuer == null ? settings.identity().client() : Optional.of(issuer.tellPrograms());
            FirstRun.of(settings).tell(root, client.orElse(null), issuer == null ? List.of() : issuer.people());
            if (issuer != null) {
                OwnIssuer.tellPeople(settings, issuer);
            }
            return "maillage ready http://localhost:%d kafka=%s db=%s"
                    .formatted(
                            door.port(),
                            kafka.bootstrap(),
                            of(Side.Kind.COMMAND, databases).url());
        } finally {
            startEnded.countDown();
        }
    }

    private DirectoryLock lockDataDirectory() {
        try {
            return DirectoryLock.take(settings.dataDir());
        } catch (ServerFailure.DirectoryInUse inUse) {
            throw new StartUpFailure(
                    DATA_DIRECTORY_IN_USE,
                    "another Maillage runs on " + settings.dataDir()
                            + "; stop it, or set MAILLAGE_DATA_DIR to another directory",
                    inUse);
        } catch (UncheckedIOException unwritable) {
            throw new StartUpFailure(
                    DATA_DIRECTORY,
                    "cannot write to " + settings.dataDir() + " (" + unwritable.getCause()
                            + "); make it a directory that this user may write to, or set MAILLAGE_DATA_DIR to one",
                    unwritable);
        }
    }

    /** Before anything is started for nothing. */
    private void checkExternalServers() {
        for (var kind : Side.Kind.values()) {
            PlatformDatabase.external(settings, kind)
                    .ifPresent(database -> ExternalServers.check(settings, kind, database));
        }
        PlatformKafka.external(settings).ifPresent(ExternalServers::check);
        PlatformDatabase.warnOfOneRole(settings, Side.Kind.values());
    }

    /** Made on the first run. Over data that it should open, a new one would open nothing. */
    private void prepareMasterKey() {
        var key = settings.masterKey().file();
        if (!Files.exists(key) && Files.exists(settings.dataDir().resolve("postgresql/data"))) {
            throw new StartUpFailure(
                    DATA_DIRECTORY,
                    "the master key " + key + " is gone, and without it the personal data in " + settings.dataDir()
                            + " cannot be read; restore it from its backup");
        }
        settings.masterKey().readOrCreate();
    }

    private Map<Side.Kind, PlatformDatabase> databases() {
        var databases = new EnumMap<Side.Kind, PlatformDatabase>(Side.Kind.class);
        for (var kind : Side.Kind.values()) {
            PlatformDatabase.external(settings, kind).ifPresent(database -> databases.put(kind, database));
        }
        return databases.isEmpty() ? ownDatabases() : databases;
    }

    private Map<Side.Kind, PlatformDatabase> ownDatabases() {
        var user = Objects.requireNonNullElse(settings.databaseUser(), PlatformDatabase.DEFAULT_USER);
        try {
            var server = opened(new PostgresServer.Start(settings.dataDir().resolve("postgresql"), 0)
                    .programs(settings.dataDir().resolve("postgresql/programs"))
                    .run());
            var owner = new Login(
                    user,
                    Objects.requireNonNullElseGet(
                            settings.databasePassword(), () -> derive(DATABASE_NAME, server.password())));
            var command = new Login(DatabaseRoles.COMMAND, derive(DatabaseRoles.COMMAND, server.password()));
            var query = new Login(DatabaseRoles.QUERY, derive(DatabaseRoles.QUERY, server.password()));
            server.createDatabase(DATABASE_NAME, owner.user(), owner.password());
            try (var superuser = server.connect(DATABASE_NAME)) {
                DatabaseRoles.prepare(
                        superuser, Map.of(command.user(), command.password(), query.user(), query.password()));
            }
            var url = server.jdbcUrl(DATABASE_NAME);
            return Map.of(
                    Side.Kind.COMMAND, new PlatformDatabase(url, command, owner),
                    Side.Kind.QUERY, new PlatformDatabase(url, query));
        } catch (ServerFailure | UncheckedIOException failure) {
            throw new StartUpFailure(DATABASE, sentence(failure), failure);
        } catch (SQLException refused) {
            throw new StartUpFailure(
                    DATABASE, "PostgreSQL did not make the roles of the sides (" + refused.getMessage() + ")", refused);
        }
    }

    /** The sides are not the superuser, and need no more secrets on disk. */
    static String derive(String role, String secret) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest((role + ":" + secret).getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("Every JDK has SHA-256", impossible);
        }
    }

    private PlatformKafka broker() {
        var external = PlatformKafka.external(settings);
        if (external.isPresent()) {
            return external.get();
        }
        try {
            return new PlatformKafka(
                    opened(KafkaServer.start(settings.dataDir().resolve("kafka"), settings.kafkaPort()))
                            .bootstrap());
        } catch (ServerFailure.PortTaken taken) {
            throw new StartUpFailure(
                    KAFKA_PORT,
                    "port " + settings.kafkaPort() + " (Kafka) is taken; stop what listens there, set"
                            + " MAILLAGE_KAFKA_PORT to another port (0 takes a free one), or set"
                            + " MAILLAGE_KAFKA_BOOTSTRAP to use the Kafka that runs there",
                    taken);
        } catch (ServerFailure | UncheckedIOException failure) {
            throw new StartUpFailure(BROKER, sentence(failure), failure);
        }
    }

    /** Our own failures are sentences already; those of the file system are in what we wrapped. */
    private static String sentence(RuntimeException failure) {
        return failure instanceof ServerFailure
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + " (" + StartUpFailure.innermost(failure) + ")";
    }

    private Issuer issuer(URI root) {
        return opened(OwnIssuer.start(settings, root, "127.0.0.1", 0));
    }

    private Side side(
            Side.Kind kind, Map<Side.Kind, PlatformDatabase> databases, PlatformKafka kafka, Identity identity) {
        var database = of(kind, databases);
        var told = Side.settings(settings.dataDir(), settings.masterKey(), database, kafka, identity, "127.0.0.1", 0);
        told.put("maillage.ledger", settings.ledger());
        var metricsPort = switch (kind) {
            case COMMAND -> settings.commandMetricsPort();
            case QUERY -> settings.queryMetricsPort();
        };
        metricsPort.ifPresent(port -> told.put(Side.METRICS_PORT, Integer.toString(port)));
        return opened(Side.start(kind, told));
    }

    private static PlatformDatabase of(Side.Kind kind, Map<Side.Kind, PlatformDatabase> databases) {
        return Objects.requireNonNull(databases.get(kind));
    }

    /**
     * A first start makes the read models out of nothing: nobody should be told that we are ready, and then to come back. With a Kafka
     * elsewhere that does not answer, reading has to wait longer than we do.
     */
    private Side answering(Side query) {
        var models = query.context().getBean(ReadModels.class);
        long deadline = System.nanoTime() + READ_MODELS.toNanos();
        while (!models.rebuilding().isEmpty()) {
            if (stopping) {
                throw new StoppedMeanwhile();
            }
            if (System.nanoTime() > deadline) {
                log.warn("These read models are still being made, and answer when they are: {}", models.rebuilding());
                break;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return query;
    }

    private <T> T timed(String what, Supplier<T> start) {
        if (stopping) {
            throw new StoppedMeanwhile();
        }
        long from = System.nanoTime();
        log.info("{} is starting", what);
        var started = start.get();
        log.info("{} is up after {} s", what, "%.1f".formatted((System.nanoTime() - from) / 1e9));
        return started;
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        synchronized (opened) {
            opened.push(resource);
        }
        return resource;
    }

    /** Closes what was opened, last first, once nobody opens anything any more. */
    private void stop() {
        stopping = true;
        try {
            if (!startEnded.await(PostgresServer.RECOVERY.toSeconds(), TimeUnit.SECONDS)) {
                log.warn("Start-up does not end; stopping what is there");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        synchronized (opened) {
            // The door closes first, so that nobody meets a platform half closed.
            opened.stream().filter(FrontDoor.class::isInstance).forEach(LocalPlatform::close);
            opened.stream().filter(resource -> !(resource instanceof FrontDoor)).forEach(LocalPlatform::close);
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception failed) {
            log.warn("{} did not close properly", resource.getClass().getSimpleName(), failed);
        }
    }
}

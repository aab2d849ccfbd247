package org.maillage.kernel.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/** A real Kafka in this JVM: one broker that is its own controller, on the loopback interface, over a kept directory. */
public final class KafkaServer implements Kafka, AutoCloseable {

    private static final int NODE = 1;
    private static final int ATTEMPTS = 5;

    private final KafkaRaftServer server;
    private final int port;
    private final DirectoryLock lock;
    private final Path directory;
    private final boolean temporary;

    private KafkaServer(KafkaRaftServer server, Path directory, int port, DirectoryLock lock, boolean temporary) {
        this.server = server;
        this.directory = directory;
        this.temporary = temporary;
        this.port = port;
        this.lock = lock;
    }

    /**
     * Starts over a directory, created if needed, and returns once it answers; port 0 takes a free one.
     *
     * @throws ServerFailure if it does not start
     */
    public static KafkaServer start(Path directory, int port) {
        return start(directory, port, false, _ -> {});
    }

    /** Starts over a new directory that {@link #close} deletes, with settings put right by whoever needs others. */
    public static KafkaServer temporary(Consumer<Map<String, String>> settings) {
        return start(Directories.temporary("maillage-kafka-"), 0, true, settings);
    }

    /** Starts over a new directory that {@link #close} deletes. */
    public static KafkaServer temporary() {
        return temporary(_ -> {});
    }

    private static KafkaServer start(Path directory, int port, boolean temporary, Consumer<Map<String, String>> more) {
        QuietLibraries.install();
        var absolute = directory.toAbsolutePath().normalize();
        if (port != 0 && Ports.isTaken(port)) {
            throw new ServerFailure.PortTaken("Kafka", port);
        }
        var lock = DirectoryLock.take(absolute);
        try {
            for (int attempt = 1; ; attempt++) {
                int brokerPort = port == 0 ? Ports.free() : port;
                int controllerPort = Ports.free();
                try {
                    var server = launch(absolute, brokerPort, controllerPort, more);
                    return new KafkaServer(server, absolute, brokerPort, lock, temporary);
                } catch (ServerFailure failure) {
                    boolean lostTheRace = Ports.isTaken(brokerPort) || Ports.isTaken(controllerPort);
                    if (attempt == ATTEMPTS || !lostTheRace) {
                        throw failure;
                    }
                }
            }
        } catch (RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    private static KafkaRaftServer launch(
            Path directory, int port, int controllerPort, Consumer<Map<String, String>> more) {
        var data = directory.resolve("data");
        var settings = settings(data, port, controllerPort);
        more.accept(settings);
        @Nullable KafkaRaftServer server = null;
        try {
            format(data);
            server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
            server.startup();
            return server;
        } catch (Exception failed) {
            if (server != null) {
                server.shutdown();
                server.awaitShutdown();
            }
            throw new ServerFailure("Kafka did not start over " + directory + ": " + failed.getMessage(), failed);
        }
    }

    private static Map<String, String> settings(Path data, int port, int controllerPort) {
        var settings = new HashMap<String, String>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE));
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "CLIENTS");
        settings.put("listeners", "CLIENTS://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "CLIENTS://localhost:" + port);
        settings.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", data.toString());
        settings.put("auto.create.topics.enable", "false");
        // One of each: there is one broker.
        for (var topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(topic + ".num.partitions", "4");
            settings.put(topic + ".replication.factor", "1");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // Small: it shares 2 cores and one heap with everything else.
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
        settings.put("log.segment.bytes", Integer.toString(256 << 20));
        settings.put("metadata.log.segment.bytes", Integer.toString(64 << 20));
        settings.put("metadata.max.idle.interval.ms", "5000");
        // After a kill -9 the broker may only register again once its former self has expired.
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("broker.session.timeout.ms", "3000");
        return settings;
    }

    /** The broker reaches itself by a listener of its own: what happens on the way to it is nothing to its own work. */
    private static void advertise(Map<String, String> settings, int port) {
        var own = "OWN://127.0.0.1:" + Ports.free();
        settings.merge("listeners", own, (all, one) -> all + "," + one);
        settings.put("advertised.listeners", "CLIENTS://127.0.0.1:" + port + "," + own);
        settings.merge("listener.security.protocol.map", "OWN:PLAINTEXT", (all, one) -> all + "," + one);
        settings.put("inter.broker.listener.name", "OWN");
    }

    /** Once in the life of a directory: this gives the cluster its id. */
    private static void format(Path data) throws Exception {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(data);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setNodeId(NODE)
                .setClusterId(Uuid.randomUuid().toString())
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setUnstableFeatureVersionsEnabled(false)
                .setIgnoreFormatted(false)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .run();
    }

    @Override
    public String bootstrap() {
        return "localhost:" + port;
    }

    /** Stops it and waits until everything is on disk. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        lock.close();
        if (temporary) {
            Directories.delete(directory);
        }
    }

    /**
     * Runs it in a JVM of its own: arguments directory, port, and where clients are told to come if not to that port. It says {@code ready <bootstrap>} and stops when its
     * standard input ends, so that it never outlives its parent.
     */
    public static void main(String[] args) throws IOException {
        var server = start(
                Path.of(args[0]),
                Integer.parseInt(args[1]),
                false,
                args.length == 2 ? _ -> {} : settings -> advertise(settings, Integer.parseInt(args[2])));
        System.out.println("ready " + (args.length == 2 ? server.bootstrap() : "127.0.0.1:" + args[2]));
        System.in.transferTo(OutputStream.nullOutputStream());
        server.close();
    }
}

package org.maillage.infra;

import static org.maillage.infra.StartUpFailure.Reason.SETTING;

import org.jspecify.annotations.Nullable;
import org.maillage.kernel.proof.SigningKey;

/**
 * One part of the platform alone, as a container runs it: {@code command}, {@code query}, {@code issuer} or {@code front-door}.
 * PostgreSQL and Kafka are elsewhere. {@code master-key} only makes the keys, that of persons and that of the ledger, unless they are there, and ends.
 * {@code master-key wrap} encrypts that of persons by the KMS that is configured, and ends.
 * {@code verify} with its own arguments proves a ledger, and ends. {@code republish} compares the topics with the ledger or makes them
 * anew from it, and ends.
 */
public final class Node {

    private Node() {}

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("verify")) {
            LocalPlatform.verify(args);
        }
        if (args.length > 0 && args[0].equals("republish")) {
            LocalPlatform.republish(args);
        }
        StartUpFailure.exitOnFailure(() -> {
            var settings = Settings.of(System.getenv());
            var part = String.join(" ", args);
            if (part.equals("master-key")) {
                settings.masterKey().readOrCreate();
                SigningKey.readOrCreate(Side.ledgerKey(settings.dataDir()));
                return;
            }
            if (part.equals("master-key wrap")) {
                settings.masterKey().wrap();
                System.out.println(
                        "maillage: " + settings.masterKey().file() + " is encrypted; destroy the plain copies of it");
                return;
            }
            var running = start(part, settings);
            Runtime.getRuntime().addShutdownHook(new Thread(running::close, "shutdown"));
            System.out.println("maillage " + part + " ready");
        });
    }

    /** What {@code close} throws, it handles. */
    private interface Running extends AutoCloseable {
        @Override
        void close();
    }

    private static Running start(String part, Settings settings) {
        return switch (part) {
            case "command" -> side(Side.Kind.COMMAND, settings);
            case "query" -> side(Side.Kind.QUERY, settings);
            case "front-door" -> {
                var command = required("MAILLAGE_COMMAND_URL", settings.commandUrl());
                var query = required("MAILLAGE_QUERY_URL", settings.queryUrl());
                var door = FrontDoor.open(settings.httpPort(), false);
                door.admit(command, query, settings.identity().address());
                yield door::close;
            }
            case "issuer" -> issuer(settings);
            default ->
                throw new StartUpFailure(
                        SETTING,
                        "the argument is \"" + part
                                + "\"; it must be command, query, issuer, front-door, master-key, \"master-key wrap\""
                                + ", republish or verify");
        };
    }

    private static Running side(Side.Kind kind, Settings settings) {
        var database = PlatformDatabase.external(settings, kind)
                .orElseThrow(() -> new StartUpFailure(
                        SETTING,
                        "MAILLAGE_DB_URL is not set; it must be"
                                + " the address of PostgreSQL, as jdbc:postgresql://host:5432/maillage"));
        var kafka = required(
                "MAILLAGE_KAFKA_BOOTSTRAP", PlatformKafka.external(settings).orElse(null));
        var identity = settings.identity().external();
        ExternalServers.check(settings, kind, database);
        switch (kind) {
            case COMMAND -> ExternalServers.lookFor(kafka);
            case QUERY -> ExternalServers.check(kafka);
        }
        PlatformDatabase.warnOfOneRole(settings, kind);
        var told = Side.settings(
                settings.dataDir(), settings.masterKey(), database, kafka, identity, "0.0.0.0", settings.httpPort());
        told.put("maillage.ledger", settings.ledger());
        // Two nodes of one name would drive each other out of the feed.
        told.put("maillage.node", settings.node());
        // There is one side here: its port can be said under either name.
        var metricsPort = kind == Side.Kind.QUERY && settings.queryMetricsPort().isPresent()
                ? settings.queryMetricsPort()
                : settings.commandMetricsPort();
        metricsPort.ifPresent(port -> told.put(Side.METRICS_PORT, Integer.toString(port)));
        return Side.start(kind, told)::close;
    }

    /** Ours: what it is called is where it is reached, through the front door. */
    private static Running issuer(Settings settings) {
        var root = required("MAILLAGE_ISSUER", settings.identity().issuer());
        var issuer = OwnIssuer.start(settings, root, "0.0.0.0", settings.httpPort());
        issuer.tellPrograms();
        OwnIssuer.tellPeople(settings, issuer);
        return issuer::close;
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new StartUpFailure(SETTING, name + " is not set");
        }
        return value;
    }
}

package org.maillage.infra;

import static org.maillage.infra.StartUpFailure.Reason.SETTING;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.edge.masterkey.MasterKeySource;
import org.maillage.kernel.person.MasterKeyFailure;

/** The environment variables {@code MAILLAGE_…}, all optional here; an empty one counts as absent. */
record Settings(
        int httpPort,
        Path dataDir,
        MasterKeySource masterKey,
        boolean demo,
        @Nullable String databaseUrl,
        @Nullable String databaseUser,
        @Nullable String databasePassword,
        @Nullable String commandUser,
        @Nullable String commandPassword,
        @Nullable String queryUser,
        @Nullable String queryPassword,
        @Nullable String kafkaBootstrap,
        @Nullable Path kafkaProperties,
        int kafkaPort,
        OptionalInt commandMetricsPort,
        OptionalInt queryMetricsPort,
        @Nullable URI commandUrl,
        @Nullable URI queryUrl,
        String node,
        String ledger,
        Identity.Settings identity) {

    static Settings of(Map<String, String> environment) {
        var read = new Reader(environment);
        var dataDir = read.directory("MAILLAGE_DATA_DIR", "./data");
        return new Settings(
                read.port("MAILLAGE_HTTP_PORT", 8080),
                dataDir,
                read.masterKey(Side.masterKey(dataDir)),
                read.flag("MAILLAGE_DEMO", true),
                read.text("MAILLAGE_DB_URL").orElse(null),
                read.text("MAILLAGE_DB_USER").orElse(null),
                read.text("MAILLAGE_DB_PASSWORD").orElse(null),
                read.text("MAILLAGE_DB_COMMAND_USER").orElse(null),
                read.text("MAILLAGE_DB_COMMAND_PASSWORD").orElse(null),
                read.text("MAILLAGE_DB_QUERY_USER").orElse(null),
                read.text("MAILLAGE_DB_QUERY_PASSWORD").orElse(null),
                read.text("MAILLAGE_KAFKA_BOOTSTRAP").orElse(null),
                read.kafkaProperties(),
                read.port("MAILLAGE_KAFKA_PORT", 9092),
                read.port("MAILLAGE_METRICS_PORT"),
                read.port("MAILLAGE_QUERY_METRICS_PORT"),
                read.address("MAILLAGE_COMMAND_URL").orElse(null),
                read.address("MAILLAGE_QUERY_URL").orElse(null),
                read.text("MAILLAGE_NODE").orElse(""),
                read.text("MAILLAGE_LEDGER").orElse("main"),
                Identity.Settings.of(read));
    }

    /** Never a password. */
    @Override
    public String toString() {
        return "Settings[http " + httpPort + ", data " + dataDir + "]";
    }

    record Reader(Map<String, String> environment) {

        Optional<String> text(String name) {
            return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
        }

        int port(String name, int otherwise) {
            var value = text(name).orElse(Integer.toString(otherwise));
            try {
                int port = Integer.parseInt(value);
                if (port >= 0 && port <= 65535) {
                    return port;
                }
            } catch (NumberFormatException notANumber) {
                throw refused(name, value, "a port, 0 to 65535 (0 takes a free one)");
            }
            throw refused(name, value, "a port, 0 to 65535 (0 takes a free one)");
        }

        /** Empty when nothing is said. */
        OptionalInt port(String name) {
            return text(name).isEmpty() ? OptionalInt.empty() : OptionalInt.of(port(name, 0));
        }

        boolean flag(String name, boolean otherwise) {
            var value = text(name).orElse(Boolean.toString(otherwise));
            return switch (value) {
                case "true" -> true;
                case "false" -> false;
                default -> throw refused(name, value, "true or false");
            };
        }

        Path directory(String name, String otherwise) {
            return path(name, text(name).orElse(otherwise), "a directory");
        }

        /** The file has its place; of the KMS each property is a variable of that name. */
        MasterKeySource masterKey(Path file) {
            try {
                return MasterKeySource.of(property -> property.equals("maillage.master-key-file")
                        ? file.toString()
                        : text(property.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
                                .orElse(null));
            } catch (MasterKeyFailure refused) {
                throw new StartUpFailure(SETTING, String.valueOf(refused.getMessage()), refused);
            }
        }

        /** The Kafka that we start ourselves asks nobody who they are. */
        @Nullable
        Path kafkaProperties() {
            var name = "MAILLAGE_KAFKA_PROPERTIES";
            var file = text(name).map(value -> path(name, value, "a file")).orElse(null);
            if (file != null && text("MAILLAGE_KAFKA_BOOTSTRAP").isEmpty()) {
                throw new StartUpFailure(
                        SETTING, name + " is set, but not MAILLAGE_KAFKA_BOOTSTRAP, the Kafka that it is for");
            }
            if (file != null && !Files.isReadable(file)) {
                throw refused(name, file.toString(), "a file that this user may read");
            }
            return file;
        }

        private static Path path(String name, String value, String expected) {
            try {
                return Path.of(value).toAbsolutePath().normalize();
            } catch (InvalidPathException invalid) {
                throw refused(name, value, expected);
            }
        }

        Optional<URI> address(String name) {
            return text(name).map(value -> {
                try {
                    var uri = URI.create(value);
                    if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
                        return uri;
                    }
                } catch (IllegalArgumentException invalid) {
                    throw refused(name, value, "an address as http://host:8080");
                }
                throw refused(name, value, "an address as http://host:8080");
            });
        }

        Optional<URI> webAddress(String name) {
            return text(name).map(value -> {
                try {
                    var uri = URI.create(value);
                    if (Set.of("http", "https").contains(String.valueOf(uri.getScheme())) && uri.getHost() != null) {
                        return uri;
                    }
                } catch (IllegalArgumentException invalid) {
                    throw refused(name, value, "an address as https://host/path");
                }
                throw refused(name, value, "an address as https://host/path");
            });
        }

        private static StartUpFailure refused(String name, String value, String expected) {
            return new StartUpFailure(SETTING, name + " is \"" + value + "\"; it must be " + expected);
        }
    }
}

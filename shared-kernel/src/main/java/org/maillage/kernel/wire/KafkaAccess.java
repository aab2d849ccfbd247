package org.maillage.kernel.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How Kafka is reached: its addresses and, in a properties file as the tools of Kafka take it ({@code --command-config}), TLS and
 * who we are. The file lies under what a client of ours must set itself.
 */
public final class KafkaAccess {

    private static final String ADDRESSES = "bootstrap.servers";

    private final String bootstrap;
    private final Map<String, Object> file;

    private KafkaAccess(String bootstrap, Map<String, Object> file) {
        this.bootstrap = bootstrap;
        this.file = file;
    }

    /** Neither encrypted nor authenticated. */
    public static KafkaAccess plain(String bootstrap) {
        return new KafkaAccess(bootstrap, Map.of());
    }

    /**
     * @param file null for none
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if it is no properties file
     */
    public static KafkaAccess of(String bootstrap, @Nullable Path file) {
        return file == null ? plain(bootstrap) : new KafkaAccess(bootstrap, read(file));
    }

    private static Map<String, Object> read(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file, UTF_8)) {
            properties.load(reader);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read " + file, unreadable);
        }
        var settings = new HashMap<String, Object>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }

    /** The {@code host:port}s that clients are given. */
    public String bootstrap() {
        return bootstrap;
    }

    /** Where a client's own settings begin; the caller may go on with it. */
    public Map<String, Object> settings() {
        var settings = new HashMap<>(file);
        settings.put(ADDRESSES, bootstrap);
        return settings;
    }

    /** Never the file, which holds secrets. */
    @Override
    public String toString() {
        return bootstrap;
    }
}

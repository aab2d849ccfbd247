package org.maillage.infra.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka that holds a feed, and how it is reached.
 *
 * @param config a properties file as the tools of Kafka take it, for TLS and SASL; null for none
 */
record Broker(String bootstrap, @Nullable Path config) {

    /** What the file says, for a client's own settings to lie above. */
    Map<String, Object> settings() {
        var settings = new HashMap<String, Object>();
        if (config != null) {
            var properties = new Properties();
            try (var reader = Files.newBufferedReader(config, UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException unreadable) {
                throw new CannotVerify(
                        Ending.FILE, config + " cannot be read (" + CannotVerify.words(unreadable) + ")", unreadable);
            }
            properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        }
        settings.put("bootstrap.servers", bootstrap);
        return settings;
    }
}

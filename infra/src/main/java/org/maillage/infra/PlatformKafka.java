package org.maillage.infra;

import static org.maillage.infra.StartUpFailure.Reason.SETTING;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.KafkaAccess;

/**
 * How the sides reach Kafka.
 *
 * @param properties the file that says how it is encrypted and who we are; null for neither
 */
public record PlatformKafka(String bootstrap, @Nullable Path properties) {

    /** Neither encrypted nor authenticated. */
    public PlatformKafka(String bootstrap) {
        this(bootstrap, null);
    }

    /** Somebody else's Kafka, if the settings name one. */
    static Optional<PlatformKafka> external(Settings settings) {
        return Optional.ofNullable(settings.kafkaBootstrap())
                .map(bootstrap -> new PlatformKafka(bootstrap, settings.kafkaProperties()));
    }

    /** Empty for none. */
    String propertiesFile() {
        return properties == null ? "" : properties.toString();
    }

    KafkaAccess access() {
        try {
            return KafkaAccess.of(bootstrap, properties);
        } catch (RuntimeException unreadable) {
            throw new StartUpFailure(
                    SETTING,
                    "MAILLAGE_KAFKA_PROPERTIES is \"" + properties + "\", which cannot be read as a properties file",
                    unreadable);
        }
    }
}

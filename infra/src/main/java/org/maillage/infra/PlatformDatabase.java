package org.maillage.infra;

import java.util.Objects;
import java.util.Optional;

/** How the sides reach PostgreSQL. */
public record PlatformDatabase(String url, String user, String password) {

    static final String DEFAULT_USER = "maillage";

    /** Somebody else's PostgreSQL, if the settings name one. */
    static Optional<PlatformDatabase> external(Settings settings) {
        return Optional.ofNullable(settings.databaseUrl())
                .map(url -> new PlatformDatabase(
                        url,
                        Objects.requireNonNullElse(settings.databaseUser(), DEFAULT_USER),
                        Objects.requireNonNullElse(settings.databasePassword(), "")));
    }

    /** Never the password. */
    @Override
    public String toString() {
        return url;
    }
}

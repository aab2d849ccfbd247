package org.maillage.infra;

import static java.util.stream.Collectors.joining;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a side reaches PostgreSQL.
 *
 * @param login as whom it works
 * @param owner as whom it makes and changes its tables; the same where nobody keeps them apart
 */
public record PlatformDatabase(String url, Login login, Login owner) {

    static final String DEFAULT_USER = "maillage";

    private static final Logger log = LoggerFactory.getLogger(PlatformDatabase.class);

    /** A role of PostgreSQL that may log in. */
    public record Login(String user, String password) {

        /** Never the password. */
        @Override
        public String toString() {
            return user;
        }
    }

    /** One role for everything. */
    public PlatformDatabase(String url, Login owner) {
        this(url, owner, owner);
    }

    /** What a side needs of somebody else's PostgreSQL, if the settings name one. */
    static Optional<PlatformDatabase> external(Settings settings, Side.Kind kind) {
        return Optional.ofNullable(settings.databaseUrl()).map(url -> {
            var owner = new Login(
                    Objects.requireNonNullElse(settings.databaseUser(), DEFAULT_USER),
                    Objects.requireNonNullElse(settings.databasePassword(), ""));
            var own = own(settings, kind);
            return switch (kind) {
                case COMMAND -> own == null ? new PlatformDatabase(url, owner) : new PlatformDatabase(url, own, owner);
                // The read models belong to who fills them.
                case QUERY -> new PlatformDatabase(url, own == null ? owner : own);
            };
        });
    }

    private static @Nullable Login own(Settings settings, Side.Kind kind) {
        return switch (kind) {
            case COMMAND -> login(settings.commandUser(), settings.commandPassword());
            case QUERY -> login(settings.queryUser(), settings.queryPassword());
        };
    }

    private static @Nullable Login login(@Nullable String user, @Nullable String password) {
        return user == null ? null : new Login(user, Objects.requireNonNullElse(password, ""));
    }

    /** How the names of the variables begin that say as whom a side works. */
    static String variables(Settings settings, Side.Kind kind) {
        return own(settings, kind) == null ? "MAILLAGE_DB" : ownVariables(kind);
    }

    private static String ownVariables(Side.Kind kind) {
        return "MAILLAGE_DB_" + kind.name();
    }

    /** It works, but whoever takes over a side can then do to the ledger what its owner can. */
    static void warnOfOneRole(Settings settings, Side.Kind... kinds) {
        var without = Stream.of(kinds)
                .filter(kind -> external(settings, kind).isPresent() && own(settings, kind) == null)
                .toList();
        if (!without.isEmpty()) {
            log.warn(
                    "The {} may do everything in the database, as {}: set {} (infra/docs/database-roles.md)",
                    without.stream().map(Side.Kind::label).collect(joining(" and the ")),
                    Objects.requireNonNullElse(settings.databaseUser(), DEFAULT_USER),
                    without.stream().map(kind -> ownVariables(kind) + "_USER").collect(joining(" and ")));
        }
    }

    /** Never a password. */
    @Override
    public String toString() {
        return url;
    }
}

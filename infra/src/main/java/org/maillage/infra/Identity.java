package org.maillage.infra;

import static org.maillage.infra.StartUpFailure.Reason.SETTING;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.maillage.infra.issuer.DemoClient;

/**
 * Whose tokens the sides believe.
 *
 * @param issuer {@code iss}, to the letter
 * @param keys where its keys are; null lets the sides ask the issuer
 */
public record Identity(URI issuer, @Nullable URI keys, String audience, String rolesClaim) {

    /** What a token is meant for, and where it says roles, unless a setting says otherwise. */
    private static final String AUDIENCE = "maillage";

    private static final String ROLES = "roles";

    public Identity(URI issuer, @Nullable URI keys) {
        this(issuer, keys, AUDIENCE, ROLES);
    }

    /**
     * What the settings say of somebody else's issuer, or of ours.
     *
     * @param clientId a client that the issuer knows, for the demonstration; with its secret, and where it gets a token
     * @param address where the front door reaches ours, when that runs by itself
     */
    record Settings(
            @Nullable URI issuer,
            @Nullable URI keys,
            String audience,
            String rolesClaim,
            @Nullable URI tokenUrl,
            @Nullable String clientId,
            @Nullable String clientSecret,
            @Nullable URI address) {

        static Settings of(org.maillage.infra.Settings.Reader read) {
            return new Settings(
                    read.webAddress("MAILLAGE_ISSUER").orElse(null),
                    read.webAddress("MAILLAGE_JWKS_URI").orElse(null),
                    read.text("MAILLAGE_AUDIENCE").orElse(AUDIENCE),
                    read.text("MAILLAGE_ROLES_CLAIM").orElse(ROLES),
                    read.webAddress("MAILLAGE_TOKEN_URL").orElse(null),
                    read.text("MAILLAGE_CLIENT_ID").orElse(null),
                    read.text("MAILLAGE_CLIENT_SECRET").orElse(null),
                    read.address("MAILLAGE_ISSUER_URL").orElse(null));
        }

        /** Somebody else's. */
        Identity external() {
            if (issuer == null) {
                throw new StartUpFailure(
                        SETTING,
                        "MAILLAGE_ISSUER is not set; it must be the issuer whose tokens are believed, as"
                                + " https://connexion.ville.example/realms/ville");
            }
            return new Identity(issuer, keys, audience, rolesClaim);
        }

        /** A client of somebody else's, when the settings name one. */
        Optional<DemoClient> client() {
            return tokenUrl == null || clientId == null || clientSecret == null
                    ? Optional.empty()
                    : Optional.of(new DemoClient(tokenUrl, clientId, clientSecret));
        }

        /** Never the secret. */
        @Override
        public String toString() {
            return "Identity.Settings[issuer " + issuer + "]";
        }
    }

    /** What a side is told of it. */
    public Map<String, String> settings() {
        var settings = new HashMap<>(Map.of(
                "maillage.issuer", issuer.toString(),
                "maillage.audience", audience,
                "maillage.roles-claim", rolesClaim));
        if (keys != null) {
            settings.put("maillage.jwks-uri", keys.toString());
        }
        return settings;
    }
}

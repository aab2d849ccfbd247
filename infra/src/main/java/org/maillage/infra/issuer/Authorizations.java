package org.maillage.infra.issuer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * Who is signing in, between a page and the token that follows from it. What Spring keeps in memory grows with every token for
 * ever; this forgets. What a program gets for its secret is not kept at all: its token says everything by itself.
 */
final class Authorizations implements OAuth2AuthorizationService {

    /** Beyond it the oldest sign in again. */
    static final int MOST = 10_000;

    private final Cache<String, OAuth2Authorization> byId = cache();
    private final Cache<String, OAuth2Authorization> byToken = cache();

    private static Cache<String, OAuth2Authorization> cache() {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(IssuerConfiguration.PERSONS_TOKEN.plus(Duration.ofMinutes(10)))
                .build();
    }

    @Override
    public void save(OAuth2Authorization authorization) {
        if (authorization.getAuthorizationGrantType().equals(AuthorizationGrantType.CLIENT_CREDENTIALS)) {
            return;
        }
        byId.put(authorization.getId(), authorization);
        tokens(authorization).forEach(token -> byToken.put(token, authorization));
    }

    @Override
    public void remove(OAuth2Authorization authorization) {
        byId.invalidate(authorization.getId());
        byToken.invalidateAll(tokens(authorization));
    }

    @Override
    public @Nullable OAuth2Authorization findById(String id) {
        return byId.getIfPresent(id);
    }

    @Override
    public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
        var prefixes = type == null
                ? List.of("state", "code", "access_token", "refresh_token", "id_token")
                : List.of(type.getValue());
        return prefixes.stream()
                .map(prefix -> Optional.ofNullable(byToken.getIfPresent(prefix + " " + token)))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private static List<String> tokens(OAuth2Authorization authorization) {
        var tokens = new ArrayList<String>();
        if (authorization.getAttribute(OAuth2ParameterNames.STATE) instanceof String state) {
            tokens.add(OAuth2ParameterNames.STATE + " " + state);
        }
        add(tokens, OAuth2ParameterNames.CODE, authorization.getToken(OAuth2AuthorizationCode.class));
        add(tokens, OAuth2ParameterNames.ACCESS_TOKEN, authorization.getToken(OAuth2AccessToken.class));
        add(tokens, OAuth2ParameterNames.REFRESH_TOKEN, authorization.getToken(OAuth2RefreshToken.class));
        add(tokens, "id_token", authorization.getToken(OidcIdToken.class));
        return tokens;
    }

    private static void add(
            List<String> tokens, String type, OAuth2Authorization.@Nullable Token<? extends OAuth2Token> token) {
        if (token != null) {
            tokens.add(type + " " + token.getToken().getTokenValue());
        }
    }

    /** How many are kept. */
    long size() {
        byId.cleanUp();
        return byId.estimatedSize();
    }
}

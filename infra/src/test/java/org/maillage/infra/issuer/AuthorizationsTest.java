package org.maillage.infra.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

class AuthorizationsTest {

    private static final OAuth2TokenType CODE = new OAuth2TokenType("code");
    private static final RegisteredClient CLIENT = RegisteredClient.withId("1")
            .clientId("client")
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
            .redirectUri("http://127.0.0.1/")
            .build();

    private final Authorizations authorizations = new Authorizations();

    @Test
    void what_was_saved_is_found_by_its_token_and_its_type_until_it_is_removed() {
        var saved = withCode("a");
        authorizations.save(saved);

        assertThat(authorizations.findById(saved.getId())).isEqualTo(saved);
        assertThat(authorizations.findByToken("a", CODE)).isEqualTo(saved);
        assertThat(authorizations.findByToken("a", null)).isEqualTo(saved);
        assertThat(authorizations.findByToken("a", OAuth2TokenType.ACCESS_TOKEN))
                .isNull();

        authorizations.remove(saved);
        assertThat(authorizations.findByToken("a", CODE)).isNull();
        assertThat(authorizations.findById(saved.getId())).isNull();
    }

    @Test
    void of_many_only_so_many_are_kept() {
        for (int i = 0; i < 3 * Authorizations.MOST; i++) {
            authorizations.save(withCode("code " + i));
        }

        assertThat(authorizations.size()).isLessThanOrEqualTo(Authorizations.MOST);
    }

    @Test
    void what_a_program_gets_is_not_kept() {
        authorizations.save(OAuth2Authorization.withRegisteredClient(CLIENT)
                .principalName("client")
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .accessToken(new OAuth2AccessToken(
                        OAuth2AccessToken.TokenType.BEARER,
                        "t",
                        Instant.now(),
                        Instant.now().plusSeconds(60)))
                .build());

        assertThat(authorizations.size()).isZero();
        assertThat(authorizations.findByToken("t", OAuth2TokenType.ACCESS_TOKEN))
                .isNull();
    }

    private static OAuth2Authorization withCode(String code) {
        return OAuth2Authorization.withRegisteredClient(CLIENT)
                .principalName("somebody")
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .token(new OAuth2AuthorizationCode(
                        code, Instant.now(), Instant.now().plusSeconds(60)))
                .build();
    }
}

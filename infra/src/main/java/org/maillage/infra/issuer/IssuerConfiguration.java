package org.maillage.infra.issuer;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.maillage.kernel.access.AccessRole;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.session.HttpSessionEventPublisher;
import org.springframework.web.util.UriComponentsBuilder;

/** The issuer, bean by bean: what else lies on the class path is not its own. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    DispatcherServletAutoConfiguration.class,
    HttpEncodingAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    PropertyPlaceholderAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class,
    ServletWebSecurityAutoConfiguration.class,
    TomcatServletWebServerAutoConfiguration.class,
    WebMvcAutoConfiguration.class
})
@Import(SignInController.class)
class IssuerConfiguration {

    static final String AUDIENCE = "maillage";
    static final String WEB = "maillage-web";
    static final String KEYS = "/oauth2/jwks";
    static final String TOKEN = "/oauth2/token";

    /** The page asks again by itself, as long as its person is signed in. */
    static final Duration PERSONS_TOKEN = Duration.ofHours(1);

    private static final Duration CLIENTS_TOKEN = Duration.ofHours(2);
    private static final String AUTHORIZE = "/oauth2/authorize";
    private static final String PERSON = "/oauth2/userinfo";
    private static final String END = "/oauth2/logout";
    /** A token is believed until it expires, whatever is said here: what would pretend otherwise is not offered. */
    private static final String[] NOT_OFFERED = {"/oauth2/revoke", "/oauth2/introspect"};

    private static final List<String> NOT_DESCRIBED =
            List.of("revocation_endpoint", "introspection_endpoint", "tls_client", "dpop", "device_", "pushed_");

    /** What a caller decides of an issuer. */
    record Place(Path dataDir, URI root, String clientSecret, List<DemoPerson> people) {

        /** Never the secret. */
        @Override
        public String toString() {
            return root.toString();
        }
    }

    @Bean
    static JWKSource<SecurityContext> keys(Place place) {
        JWKSet keys = IssuerKeys.readOrCreate(place.dataDir());
        return new ImmutableJWKSet<>(keys);
    }

    @Bean
    static JwtEncoder encoder(JWKSource<SecurityContext> keys) {
        var encoder = new NimbusJwtEncoder(keys);
        encoder.setJwkSelector(List::getFirst);
        return encoder;
    }

    @Bean
    static JwtDecoder decoder(JWKSource<SecurityContext> keys) {
        return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
    }

    @Bean
    static AuthorizationServerSettings settings(Place place) {
        return AuthorizationServerSettings.builder()
                .issuer(place.root().toString())
                .authorizationEndpoint(AUTHORIZE)
                .tokenEndpoint(TOKEN)
                .jwkSetEndpoint(KEYS)
                .oidcUserInfoEndpoint(PERSON)
                .oidcLogoutEndpoint(END)
                .build();
    }

    @Bean
    static RegisteredClientRepository clients(Place place) {
        var administrator = RegisteredClient.withId("1")
                .clientId(DemoClient.ID)
                .clientSecret(RandomSecretEncoder.hashed(place.clientSecret()))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenSettings(TokenSettings.builder()
                        .accessTokenTimeToLive(CLIENTS_TOKEN)
                        .build())
                .build();
        var web = RegisteredClient.withId("2")
                .clientId(WEB)
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(place.root() + "/signed-in")
                // Of a loopback address any port will do (RFC 8252 §7.3).
                .redirectUri("http://127.0.0.1/signed-in")
                .redirectUri("http://127.0.0.1/")
                .postLogoutRedirectUri(place.root() + "/")
                .scope(OidcScopes.OPENID)
                .scope(OidcScopes.PROFILE)
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .build())
                .tokenSettings(TokenSettings.builder()
                        .accessTokenTimeToLive(PERSONS_TOKEN)
                        .build())
                .build();
        return new InMemoryRegisteredClientRepository(administrator, web);
    }

    @Bean
    static Authorizations authorizations() {
        return new Authorizations();
    }

    @Bean
    static BCryptPasswordEncoder passwords() {
        return new BCryptPasswordEncoder();
    }

    @Bean
    static People people(Place place, BCryptPasswordEncoder passwords) {
        return new People(place.people(), passwords);
    }

    @Bean
    static OAuth2TokenCustomizer<JwtEncodingContext> claims(People people) {
        return context -> {
            var subject = Objects.requireNonNull(context.<Authentication>getPrincipal())
                    .getName();
            if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
                var client = context.getRegisteredClient().getClientId();
                var roles = client.equals(DemoClient.ID)
                        ? List.of(AccessRole.ADMINISTRATEUR, AccessRole.EXPLOITANT)
                        : people.roleOf(subject).stream().toList();
                context.getClaims()
                        .audience(List.of(AUDIENCE))
                        .claim("client_id", client)
                        .claim("roles", roles.stream().map(AccessRole::claim).toList());
            } else if (context.getAuthorizedScopes().contains(OidcScopes.PROFILE)) {
                context.getClaims().claim("name", people.nameOf(subject));
            }
        };
    }

    @Bean
    static SignInLimit signInLimit(People people) {
        return new SignInLimit(people.logins());
    }

    @Bean
    static ErrorPageRegistrar errorPages() {
        return pages -> pages.addErrorPages(new ErrorPage("/error"));
    }

    /** Whose session has ended is forgotten. */
    @Bean
    static HttpSessionEventPublisher sessionEvents() {
        return new HttpSessionEventPublisher();
    }

    @Bean
    static SecurityFilterChain everyRequest(
            HttpSecurity http, People people, BCryptPasswordEncoder passwords, SignInLimit limit) {
        // Who has not signed in costs no memory here: what must be remembered of them, they carry.
        var requests = new CookieRequestCache();
        requests.setRequestMatcher(PathPatternRequestMatcher.pathPattern(AUTHORIZE));
        var passwordCheck = new DaoAuthenticationProvider(people);
        passwordCheck.setPasswordEncoder(passwords);
        return http.oauth2AuthorizationServer(IssuerConfiguration::protocol)
                .oauth2ResourceServer(tokens -> tokens.jwt(Customizer.withDefaults()))
                .authenticationProvider(passwordCheck)
                .authorizeHttpRequests(asked -> asked.requestMatchers(
                                HttpMethod.GET, SignInController.PATH, SignInController.OUT, "/health")
                        .permitAll()
                        .dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(NOT_OFFERED)
                        .denyAll()
                        .requestMatchers(AUTHORIZE, TOKEN, PERSON, END)
                        .authenticated()
                        // What the protocol does not serve is a page, or is not there.
                        .anyRequest()
                        .permitAll())
                .requestCache(cache -> cache.requestCache(requests))
                .csrf(csrf -> csrf.csrfTokenRepository(new CookieCsrfTokenRepository()))
                .formLogin(form -> form.loginPage(SignInController.PATH)
                        .usernameParameter(SignInController.LOGIN)
                        .successHandler((request, response, _) -> {
                            limit.wasRight(request);
                            goOn(request, response, requests);
                        })
                        .failureHandler(SignInLimit::wasWrong))
                .logout(out -> out.logoutUrl(SignInController.OUT)
                        .logoutSuccessUrl(SignInController.PATH + "?" + SignInController.GONE))
                .exceptionHandling(refused -> refused.defaultAuthenticationEntryPointFor(
                        new LoginUrlAuthenticationEntryPoint(SignInController.PATH),
                        PathPatternRequestMatcher.pathPattern(AUTHORIZE)))
                .addFilterBefore(limit, UsernamePasswordAuthenticationFilter.class)
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(Page.policy())))
                .build();
    }

    private static void protocol(OAuth2AuthorizationServerConfigurer protocol) {
        protocol.clientAuthentication(clients ->
                        clients.authenticationProviders(providers -> providers.forEach(provider -> {
                            if (provider instanceof ClientSecretAuthenticationProvider secrets) {
                                secrets.setPasswordEncoder(new RandomSecretEncoder());
                            }
                        })))
                .authorizationServerMetadataEndpoint(metadata -> metadata.authorizationServerMetadataCustomizer(
                        description -> description.claims(IssuerConfiguration::whatIsOffered)))
                .oidc(oidc -> oidc.providerConfigurationEndpoint(metadata -> metadata.providerConfigurationCustomizer(
                        description -> description.claims(IssuerConfiguration::whatIsOffered))));
    }

    /** Spring describes all that it can do; this is what its two clients may. */
    private static void whatIsOffered(Map<String, Object> description) {
        description.keySet().removeIf(claim -> NOT_DESCRIBED.stream().anyMatch(claim::startsWith));
        description.put("grant_types_supported", List.of("authorization_code", "client_credentials"));
        description.put(
                "token_endpoint_auth_methods_supported", List.of("client_secret_basic", "client_secret_post", "none"));
        description.put("scopes_supported", List.of(OidcScopes.OPENID, OidcScopes.PROFILE));
    }

    /** To where they were going, if that is here: what a browser says is not believed further. */
    private static void goOn(HttpServletRequest request, HttpServletResponse response, RequestCache requests)
            throws IOException {
        var saved = requests.getRequest(request, response);
        requests.removeRequest(request, response);
        var wanted = saved == null
                ? null
                : UriComponentsBuilder.fromUriString(saved.getRedirectUrl()).build();
        response.sendRedirect(
                wanted != null && AUTHORIZE.equals(wanted.getPath())
                        ? AUTHORIZE + "?" + wanted.getQuery()
                        : SignInController.PATH);
    }
}

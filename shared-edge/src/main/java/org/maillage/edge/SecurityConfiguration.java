package org.maillage.edge;

import static org.springframework.security.config.http.SessionCreationPolicy.STATELESS;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.ProblemCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;

/** Nobody passes without a token that holds, and nobody too often. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {

    private static final Logger log = LoggerFactory.getLogger(SecurityConfiguration.class);

    private static final String BEARER = "Bearer ";

    @Bean
    static JwtDecoder jwtDecoder(EdgeSettings settings) {
        return Tokens.decoder(settings);
    }

    /** Without a word here each of the filters below is wrapped in observations that nobody reads, at a third of a request's cost. */
    @Bean
    static SecurityObservationSettings unobserved() {
        return SecurityObservationSettings.noObservations();
    }

    /** What Spring's own firewall asks of a header, without a regular expression over each of them. */
    @Bean
    static HttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(SecurityConfiguration::isText);
        firewall.setAllowedHeaderValues(SecurityConfiguration::isText);
        return firewall;
    }

    private static boolean isText(String header) {
        return header.codePoints().allMatch(point -> point >= ' ' && point <= '~' || isAssigned(point));
    }

    private static boolean isAssigned(int point) {
        return Character.isDefined(point) && !Character.isISOControl(point);
    }

    @Bean
    static SecurityFilterChain everyRequest(HttpSecurity http, JwtDecoder decoder, EdgeSettings settings) {
        return http
                // No cookie says who asks, so no other page can ask in their name.
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, "/health")
                        .permitAll()
                        .dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(tokens -> tokens.bearerTokenResolver(SecurityConfiguration::bearer)
                        .jwt(jwt -> jwt.decoder(decoder).jwtAuthenticationConverter(new Tokens(settings.rolesClaim())))
                        .authenticationEntryPoint(SecurityConfiguration::challenge)
                        .withObjectPostProcessor(toldApart()))
                .exceptionHandling(refused -> refused.authenticationEntryPoint(SecurityConfiguration::challenge))
                .addFilterAfter(new RateLimit(settings.requestsPerSecond()), BearerTokenAuthenticationFilter.class)
                .headers(headers -> headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable)
                        // Kept by nobody but the client, and asked again each time: personal data may be erased
                        // meanwhile.
                        .addHeaderWriter(new StaticHeadersWriter(HttpHeaders.CACHE_CONTROL, "private, no-cache"))
                        .contentSecurityPolicy(policy ->
                                policy.policyDirectives("default-src 'none'; frame-ancestors 'none'; base-uri 'none'"))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER)))
                .build();
    }

    /** RFC 6750 §2.1. Spring's own resolver runs a regular expression over each token, at a twentieth of what a command costs. */
    private static @Nullable String bearer(HttpServletRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        var token = header.substring(BEARER.length()).strip();
        if (token.isEmpty() || !token.chars().allMatch(SecurityConfiguration::mayStandInToken)) {
            throw new OAuth2AuthenticationException(BearerTokenErrors.invalidToken("The token is malformed"));
        }
        return token;
    }

    private static boolean mayStandInToken(int character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9'
                || "-._~+/=".indexOf(character) >= 0;
    }

    /** RFC 6750 §3: without a token no more is said than that one is needed. */
    private static void challenge(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        var presented = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, presented ? "Bearer error=\"invalid_token\"" : "Bearer");
        Problems.write(ProblemCode.UNAUTHENTICATED, request, response);
    }

    /** That the issuer does not answer is not the caller's fault. */
    private static ObjectPostProcessor<BearerTokenAuthenticationFilter> toldApart() {
        return new ObjectPostProcessor<>() {
            @Override
            public <T extends BearerTokenAuthenticationFilter> T postProcess(T filter) {
                filter.setAuthenticationFailureHandler((request, response, refused) -> {
                    if (refused instanceof AuthenticationServiceException) {
                        log.warn("The issuer's keys cannot be read: {}", innermost(refused));
                        Problems.write(ProblemCode.UNAVAILABLE, request, response);
                    } else {
                        challenge(request, response, refused);
                    }
                });
                return filter;
            }
        };
    }

    private static @Nullable String innermost(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }
}

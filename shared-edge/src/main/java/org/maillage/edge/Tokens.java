package org.maillage.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.access.Caller;
import org.maillage.kernel.access.Subject;
import org.maillage.kernel.epn.EpnId;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/** What a token must be (RFC 7519, RFC 8725, RFC 9068), and who it says is asking. */
final class Tokens implements Converter<Jwt, AbstractAuthenticationToken> {

    /** Signatures that only the issuer can make: nothing that a key known to us could forge, and never {@code none}. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512,
            JWSAlgorithm.EdDSA);

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
    private static final Duration KEYS_OUTLIVE_THEIR_ISSUER = Duration.ofHours(1);
    private static final int PATIENCE_MILLIS = 2_000;
    private static final int LARGEST_KEY_SET = 1 << 18;
    private static final int MOST_CENTRES = 1_000;

    private final List<String> rolesPath;
    /** Of the very tokens that are remembered, and as long as they are. */
    private final Cache<Jwt, Caller> callers = Caffeine.newBuilder().weakKeys().build();

    Tokens(String rolesClaim) {
        this.rolesPath = Arrays.asList(rolesClaim.split("\\."));
    }

    /** Keys are fetched when the first token comes, kept, fetched again when an unknown one is named, and outlive a silent issuer. */
    static JwtDecoder decoder(EdgeSettings settings) {
        var held = RememberedTokens.memory();
        var processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys(settings, held::invalidateAll)));
        // Ours below, whose refusals Spring understands.
        processor.setJWTClaimsSetVerifier((_, _) -> {});
        var decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(validator(settings));
        return new RememberedTokens(decoder, new JwtTimestampValidator(CLOCK_SKEW), held);
    }

    private static JWKSource<SecurityContext> keys(EdgeSettings settings, Runnable changed) {
        var retriever = new DefaultResourceRetriever(PATIENCE_MILLIS, PATIENCE_MILLIS, LARGEST_KEY_SET);
        if (settings.jwksUri() == null) {
            return new DiscoveredKeys(settings.issuer(), address -> cached(address, retriever, changed), retriever);
        }
        return cached(settings.jwksUri(), retriever, changed);
    }

    private static JWKSource<SecurityContext> cached(URI keys, DefaultResourceRetriever retriever, Runnable changed) {
        try {
            return unmoved(JWKSourceBuilder.<SecurityContext>create(keys.toURL(), retriever)
                    .refreshAheadCache(JWKSourceBuilder.DEFAULT_REFRESH_AHEAD_TIME, false, event -> {
                        if (event instanceof CachingJWKSetSource.RefreshCompletedEvent) {
                            changed.run();
                        }
                    })
                    .retrying(true)
                    .outageTolerant(KEYS_OUTLIVE_THEIR_ISSUER.toMillis())
                    .build());
        } catch (MalformedURLException e) {
            throw new IllegalStateException("The address of the issuer's keys is none: " + keys, e);
        }
    }

    /** Whoever makes keys up must not look like an issuer that does not answer: once there are keys, theirs is none of them. */
    private static JWKSource<SecurityContext> unmoved(JWKSource<SecurityContext> keys) {
        var known = new AtomicBoolean();
        return (selector, context) -> {
            try {
                var found = keys.get(selector, context);
                known.set(true);
                return found;
            } catch (RateLimitReachedException askedJustNow) {
                if (known.get()) {
                    return List.of();
                }
                throw askedJustNow;
            }
        };
    }

    private static OAuth2TokenValidator<Jwt> validator(EdgeSettings settings) {
        return new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(CLOCK_SKEW),
                new JwtIssuerValidator(settings.issuer().toString()),
                new JwtClaimValidator<Collection<String>>(
                        JwtClaimNames.AUD, audiences -> audiences != null && audiences.contains(settings.audience())),
                new JwtClaimValidator<Object>(JwtClaimNames.EXP, Objects::nonNull),
                new JwtClaimValidator<Object>(JwtClaimNames.SUB, Objects::nonNull));
    }

    @Override
    public AbstractAuthenticationToken convert(Jwt token) {
        return new Identified(callers.get(token, this::caller));
    }

    private Caller caller(Jwt token) {
        try {
            var subject = new Subject(String.valueOf(token.getSubject()));
            var client = Optional.ofNullable(token.getClaimAsString("client_id"))
                    .or(() -> Optional.ofNullable(token.getClaimAsString("azp")))
                    .orElse(subject.value());
            return new Caller(subject, client, roles(token), centres(token));
        } catch (IllegalArgumentException unusable) {
            throw new InvalidBearerTokenException("a claim has not the form that it should have", unusable);
        }
    }

    private Set<AccessRole> roles(Jwt token) {
        Object claim = token.getClaims();
        for (var step : rolesPath) {
            claim = claim instanceof Map<?, ?> object ? object.get(step) : null;
        }
        return texts(claim).stream()
                .map(AccessRole::ofClaim)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    /** A token may narrow what is granted; one that says so in a way that we do not understand opens nothing. */
    private static @Nullable Set<EpnId> centres(Jwt token) {
        if (!token.hasClaim("epns")) {
            return null;
        }
        var named = texts(token.getClaims().get("epns"));
        if (named.size() > MOST_CENTRES) {
            throw new IllegalArgumentException("too many centres");
        }
        var centres = new HashSet<EpnId>();
        named.forEach(id -> centres.add(new EpnId(UUID.fromString(id))));
        return centres;
    }

    private static List<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case String one -> List.of(one);
            case Collection<?> several -> several.stream().map(String::valueOf).toList();
            case null, default -> List.of();
        };
    }
}

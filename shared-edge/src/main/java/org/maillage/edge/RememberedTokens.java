package org.maillage.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Tokens whose signature has held a moment ago: a client sends the same one for hours, and verifying it costs more than a command.
 * Whether it holds still by the clock is asked each time. Tokens are known by their hash: whoever reads this memory cannot use them.
 */
final class RememberedTokens implements JwtDecoder {

    private static final int MOST = 10_000;

    /** As long as the issuer's keys are believed without asking again. */
    private static final Duration BELIEVED = Duration.ofMinutes(5);

    private final JwtDecoder decoder;
    private final OAuth2TokenValidator<Jwt> clock;
    private final Cache<ByteBuffer, Jwt> held;

    /**
     * @param decoder says whether a token holds in every respect
     * @param clock says whether it holds still
     * @param held what is to be forgotten when the issuer's keys change
     */
    RememberedTokens(JwtDecoder decoder, OAuth2TokenValidator<Jwt> clock, Cache<ByteBuffer, Jwt> held) {
        this.decoder = decoder;
        this.clock = clock;
        this.held = held;
    }

    static Cache<ByteBuffer, Jwt> memory() {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(BELIEVED)
                .build();
    }

    @Override
    public Jwt decode(String token) throws JwtException {
        var hash = hash(token);
        var known = held.getIfPresent(hash);
        if (known == null) {
            var decoded = decoder.decode(token);
            held.put(hash, decoded);
            return decoded;
        }
        var refused = clock.validate(known);
        if (refused.hasErrors()) {
            held.invalidate(hash);
            throw new JwtValidationException("The token does not hold any more", refused.getErrors());
        }
        return known;
    }

    private static ByteBuffer hash(String token) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}

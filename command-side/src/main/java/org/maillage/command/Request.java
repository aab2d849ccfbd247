package org.maillage.command;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.access.Ask;
import org.maillage.kernel.access.Subject;
import org.maillage.kernel.wire.ConsistencyToken;
import org.maillage.kernel.wire.Traceparent;

/**
 * What a POST says beside its body. Controllers take it as a parameter and hand it on to {@link Answers}.
 *
 * @param idempotencyKey what the client calls this request, so that it can repeat it
 * @param ifMatch the version that the client has seen
 * @param token the latest that the client has written
 * @param ask who asks
 * @param canonicalBody the body in the one form of all bodies that say the same
 * @param adds what the command's handler may add to the answer
 */
public record Request(
        String method,
        String path,
        @Nullable String idempotencyKey,
        @Nullable Long ifMatch,
        ConsistencyToken token,
        Ask ask,
        Traceparent traceparent,
        CanonicalBody canonicalBody,
        @Nullable Class<? extends Record> adds) {

    /** Made on demand: only a request with an idempotency key needs it. */
    @FunctionalInterface
    public interface CanonicalBody {
        byte[] bytes();
    }

    /** The account that asks. */
    public Subject subject() {
        return ask.caller().subject();
    }

    /**
     * Of method, path and body: equal for a request that is repeated, whatever its white space. Keyed with what the client calls the
     * request, which is kept nowhere: a body may name a person, and a plain hash would tell for ever whether a guess is right.
     */
    byte[] hash(String key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((method + " " + path + "\n").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(canonicalBody.bytes());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

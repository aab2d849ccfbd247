package org.maillage.infra.issuer;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Secrets that nobody chooses. */
final class RandomText {

    private static final SecureRandom RANDOM = new SecureRandom();
    /** Nothing that is mistaken for something else when it is read from a terminal and typed. */
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private RandomText() {}

    /** 256 bits, for programs. */
    static String secret() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** 79 bits, for people to type: {@code xk4m-…}. */
    static String password() {
        return IntStream.range(0, 4)
                .mapToObj(_ -> RANDOM.ints(4, 0, LETTERS.length())
                        .mapToObj(i -> String.valueOf(LETTERS.charAt(i)))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("-"));
    }
}

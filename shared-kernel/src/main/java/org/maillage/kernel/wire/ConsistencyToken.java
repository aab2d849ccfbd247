package org.maillage.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.maillage.kernel.InvalidValue;

/**
 * What a client has written or seen: the highest position per partition of the feed. Opaque to clients; a read that carries it
 * waits for those positions.
 *
 * @param positions partition → position in the ledger
 */
public record ConsistencyToken(SortedMap<Integer, Long> positions) {

    public static final String HEADER = "Consistency-Token";
    public static final ConsistencyToken EMPTY = new ConsistencyToken(new TreeMap<>());

    private static final Pattern SHAPE = Pattern.compile("1(;\\d{1,4}=\\d{1,18}){0,200}");
    /** A token names each partition once; a longer one is none of ours. */
    public static final int MOST_CHARACTERS = 8_000;

    public ConsistencyToken {
        positions = Collections.unmodifiableSortedMap(new TreeMap<>(positions));
    }

    /** @throws InvalidValue {@code invalid-consistency-token} for anything that {@link #encoded()} did not make */
    public static ConsistencyToken decode(String text) {
        var plain = plain(text);
        var positions = new TreeMap<Integer, Long>();
        for (var part : plain.substring(1).split(";", -1)) {
            if (!part.isEmpty()) {
                var equals = part.indexOf('=');
                positions.merge(
                        Integer.parseInt(part.substring(0, equals)),
                        Long.parseLong(part.substring(equals + 1)),
                        Math::max);
            }
        }
        return new ConsistencyToken(positions);
    }

    private static String plain(String text) {
        if (text.length() <= MOST_CHARACTERS) {
            try {
                var plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
                if (SHAPE.matcher(plain).matches()) {
                    return plain;
                }
            } catch (IllegalArgumentException notBase64) {
                throw invalid();
            }
        }
        throw invalid();
    }

    private static InvalidValue invalid() {
        return new InvalidValue(
                "invalid-consistency-token", "Le jeton de cohérence n’est pas un de ceux que le serveur a donnés.");
    }

    public String encoded() {
        var plain = positions.entrySet().stream()
                .map(entry -> ";" + entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("", "1", ""));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    /** The token that covers this one and an event more. */
    public ConsistencyToken with(UUID streamKey, long position) {
        var merged = new TreeMap<>(positions);
        merged.merge(CloudEvents.partition(streamKey), position, Math::max);
        return new ConsistencyToken(merged);
    }

    /** The token that covers both. */
    public ConsistencyToken and(ConsistencyToken other) {
        var merged = new TreeMap<>(positions);
        for (Map.Entry<Integer, Long> entry : other.positions.entrySet()) {
            merged.merge(entry.getKey(), entry.getValue(), Math::max);
        }
        return new ConsistencyToken(merged);
    }
}

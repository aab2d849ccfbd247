package org.maillage.kernel.wire;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request stands in a trace (W3C Trace Context). For the edge only.
 *
 * @param traceId 32 hexadecimal digits, shared by everything that the first request set off
 * @param spanId 16 hexadecimal digits, this request's own
 * @param sampled whether the caller records the trace
 */
public record Traceparent(String traceId, String spanId, boolean sampled) {

    public static final String HEADER = "traceparent";

    private static final Pattern SHAPE =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new span in the caller's trace; in a trace of its own when the caller gave none, or none that can be read. */
    public static Traceparent continuing(@Nullable String header) {
        if (header != null) {
            var matcher = SHAPE.matcher(header);
            if (matcher.matches() && (matcher.group(3) == null || !header.startsWith("00"))) {
                var sampled = (HexFormat.fromHexDigits(matcher.group(2)) & 1) == 1;
                return new Traceparent(matcher.group(1), random(8), sampled);
            }
        }
        return new Traceparent(random(16), random(8), false);
    }

    private static String random(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        // All zeros means no id.
        random[0] |= 1;
        return HexFormat.of().formatHex(random);
    }

    /** As it travels to the next hop, in a header or with an event. */
    @Override
    public String toString() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}

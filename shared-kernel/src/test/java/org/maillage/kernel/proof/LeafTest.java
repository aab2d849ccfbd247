package org.maillage.kernel.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeafTest {

    private static final UUID EVENT = UUID.fromString("019a0000-0000-7000-8000-000000000001");
    private static final UUID AGGREGATE = UUID.fromString("019a0000-0000-7000-8000-000000000002");
    private static final UUID STREAM = UUID.fromString("019a0000-0000-7000-8000-000000000003");

    /** Computed with another program: what a verifier must come to. */
    @Test
    void a_leaf_is_what_the_documentation_says() {
        var content = content("{\"id\":\"019a0000-0000-7000-8000-000000000002\"}", "{}");

        assertThat(HexFormat.of().formatHex(content))
                .isEqualTo("266c6df62a75ab9d87ae029ce74a78de4136882012f382131701fca672e66e53");
        assertThat(HexFormat.of().formatHex(Leaf.of(42, Instant.parse("2026-01-31T14:00:00.123456Z"), content)))
                .isEqualTo("33f74eb19f73fe99625d0ced9f2f69692f09a8856e3d287f0fc62a5999fd816f");
    }

    @Test
    void what_moves_from_one_field_to_the_next_changes_the_leaf() {
        assertThat(content("ab", "c")).isNotEqualTo(content("a", "bc"));
    }

    private static byte[] content(String payload, String metadata) {
        return Leaf.content(
                EVENT,
                AGGREGATE,
                7,
                "epn",
                "StaffAppointed",
                1,
                STREAM,
                payload.getBytes(StandardCharsets.UTF_8),
                metadata.getBytes(StandardCharsets.UTF_8));
    }
}

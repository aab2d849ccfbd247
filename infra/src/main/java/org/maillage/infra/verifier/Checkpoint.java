package org.maillage.infra.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** What somebody signed: the tree had this root when it had this many leaves. Texts are kept as they were signed. */
record Checkpoint(
        String ledger,
        long size,
        String root,
        String at,
        @Nullable String previous,
        String keyId,
        String signature) {

    byte[] signed() {
        return """
            maillage-checkpoint-1
            %s
            %d
            %s
            %s
            %s
            """.formatted(ledger, size, root, at, previous == null ? "-" : previous)
                .getBytes(UTF_8);
    }

    /** By which the next checkpoint names this one. */
    String hash() {
        return Text.base64(Sha256.of(signed()));
    }

    String name() {
        return "the checkpoint of size " + size;
    }
}

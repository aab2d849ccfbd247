package org.maillage.query.proof;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.maillage.query.proof.Proofs.Boundary;
import org.maillage.query.proof.Proofs.KnownAt;

/**
 * Of which events a report was made (certificat): the prefix of the ledger that was recorded by an instant, proven against a signed
 * checkpoint, whose fields {@code ledger} to {@code signature} are.
 *
 * @param request path and query of the question
 * @param position of the last event that was recorded by then; 0 for none
 * @param recordedAt when that event was; null for none
 * @param mediaType of the report; what is not JSON stands in it as Base64
 * @param reportBytes how many bytes the report takes in the answer
 * @param reportSha256 of exactly these bytes, hexadecimal
 * @param last the event at the position; null for none
 * @param next the first that was recorded later; null when none is known, so that the end is not proven
 */
public record Certificate(
        String request,
        Instant asOf,
        long position,
        @Nullable Instant recordedAt,
        String mediaType,
        long reportBytes,
        String reportSha256,
        String ledger,
        long size,
        String root,
        Instant at,
        @Nullable String previous,
        String keyId,
        String signature,
        @Nullable Boundary last,
        @Nullable Boundary next) {

    /** @param known with its checkpoint */
    static Certificate of(String request, KnownAt known, String mediaType, long reportBytes, String reportSha256) {
        var signed = known.signed();
        var last = known.last();
        return new Certificate(
                request,
                known.at(),
                known.position(),
                last == null ? null : last.recordedAt(),
                mediaType,
                reportBytes,
                reportSha256,
                signed.ledger(),
                signed.size(),
                signed.root(),
                signed.at(),
                signed.previous(),
                signed.keyId(),
                signed.signature(),
                last,
                known.next());
    }
}

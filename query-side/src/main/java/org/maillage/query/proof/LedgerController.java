package org.maillage.query.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.proof.Checkpoint;
import org.maillage.query.OfNoCentre;
import org.maillage.query.UnknownResource;
import org.maillage.query.intake.Answers;
import org.maillage.query.intake.Checkpoints;
import org.maillage.query.intake.Page;
import org.maillage.query.intake.Paging;
import org.maillage.query.proof.Proofs.Consistency;
import org.maillage.query.proof.Proofs.Inclusion;
import org.maillage.query.proof.Proofs.KnownAt;
import org.maillage.query.proof.Proofs.Proven;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Answers(from = ProofProjection.NAME)
final class LedgerController {

    private final Proofs proofs;
    private final Checkpoints checkpoints;

    LedgerController(Proofs proofs, Checkpoints checkpoints) {
        this.proofs = proofs;
        this.checkpoints = checkpoints;
    }

    /** @param next the cursor of the part that follows, for the same checkpoint; null at the end */
    record Export(
            UUID partnershipId,
            Checkpoint checkpoint,
            List<Proven> items,
            @Nullable String next) {}

    @OfNoCentre
    @GetMapping("/ledger/checkpoints")
    Page<Checkpoint> checkpoints(Paging paging) {
        return Page.of(
                checkpoints.newestFirst(paging.afterNumber(0), paging.limitAndOne()),
                paging,
                checkpoint -> List.of(checkpoint.size()));
    }

    /** Of an event it shows hashes and its position, not what it says: an id alone tells nothing of a centre. */
    @OfNoCentre
    @GetMapping("/ledger/inclusion")
    Inclusion inclusion(@RequestParam UUID eventId, @RequestParam(required = false) @Nullable Long size) {
        return proofs.inclusion(eventId, size);
    }

    @OfNoCentre
    @GetMapping("/ledger/consistency")
    Consistency consistency(@RequestParam long from, @RequestParam long to) {
        return proofs.consistency(from, to);
    }

    @OfNoCentre
    @GetMapping("/ledger/as-of")
    KnownAt knownAt(@RequestParam Instant at) {
        return proofs.knownAt(at);
    }

    /** The key of the newest checkpoint unless told. */
    @OfNoCentre
    @GetMapping(path = "/ledger/key", produces = "application/x-pem-file")
    byte[] key(@RequestParam(required = false) @Nullable String keyId) {
        var id = keyId == null
                ? checkpoints.newest().map(Checkpoint::keyId).orElseThrow(UnknownResource::ledgerKey)
                : keyId;
        return checkpoints.key(id).orElseThrow(UnknownResource::ledgerKey).pem().getBytes(US_ASCII);
    }

    /** A part is bounded by its limit, so nothing need be streamed. */
    @GetMapping("/partnerships/{id}/history/export")
    Export export(@PathVariable UUID id, @RequestParam(required = false) @Nullable Long size, Paging paging) {
        proofs.requirePartnership(id);
        var checkpoint = proofs.checkpoint(paging.isFirst() ? size : paging.afterNumber(1));
        var found = proofs.stream(
                id, checkpoint, Objects.requireNonNullElse(paging.afterNumber(0), 0L), paging.limitAndOne());
        var page = Page.of(found, paging, item -> List.of(item.position(), checkpoint.size()));
        return new Export(id, checkpoint, page.items(), page.next());
    }
}

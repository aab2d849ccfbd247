package org.maillage.query.pipeline;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.convention.ConventionState;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.query.Advice;

/**
 * Where the partnerships of a centre stand.
 *
 * @param byState the states in which there are any, in the order of a partnership’s life
 * @param waiting what waits for whom, the longest first
 * @param expiringConventions those in force whose term is near or behind, the nearest first
 * @param unrecordedSheets sessions that were held and whose sheet nobody filled in, the oldest first
 * @param warnings of all of its partnerships, the oldest first
 */
record Pipeline(
        UUID epnId,
        List<InState> byState,
        List<WaitingItem> waiting,
        List<Expiring> expiringConventions,
        List<UnrecordedSheet> unrecordedSheets,
        List<Standing> warnings) {

    /** @param label French, for people */
    record InState(PartnershipState state, String label, List<Stage> partnerships) {}

    /**
     * One partnership.
     *
     * @param projectName null as long as nothing says it
     * @param partnerNames in the order of {@code partnerIds}; null for one whose card has not arrived
     * @param since when it came to its state
     */
    record Stage(
            UUID id,
            UUID projectId,
            @Nullable String projectName,
            List<UUID> partnerIds,
            List<@Nullable String> partnerNames,
            PartnershipState state,
            Instant since,
            List<Advice> warnings) {}

    /**
     * Something that waits.
     *
     * @param waitsFor who must act; null when nobody knows who
     * @param conventionId of a step or a signature
     * @param step of the circuit
     * @param partner who has not received the bilan
     * @param overdue whether it was expected before today
     */
    record WaitingItem(
            Waiting.Kind kind,
            @Nullable Somebody waitsFor,
            UUID partnershipId,
            @Nullable UUID conventionId,
            @Nullable String step,
            @Nullable Party partner,
            @Nullable LocalDate expectedOn,
            Instant since,
            boolean overdue) {}

    /**
     * A person or a party.
     *
     * @param personId null for a party
     * @param party the centre’s or a partner’s id; null for a person
     * @param name null as long as nothing says it
     */
    record Somebody(
            @Nullable UUID personId,
            @Nullable UUID party,
            @Nullable String name) {}

    /** @param name null as long as nothing says it */
    record Party(UUID id, @Nullable String name) {}

    /** @param expired whether the term is behind */
    record Expiring(
            UUID conventionId, UUID partnershipId, ConventionState state, LocalDate validUntil, boolean expired) {}

    record UnrecordedSheet(UUID sessionId, UUID partnershipId, Instant startsAt) {}

    /** An {@link Advice} with the partnership that it is about. */
    record Standing(UUID partnershipId, String code, String text, Instant raisedAt) {}
}

package org.maillage.query.cards;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.funding.Wording;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.Posture;
import org.maillage.kernel.person.PersonId;

/** Who leads a partnership, who answers for what, where the centre stands and what its authority says. */
final class Responsibilities {

    private @Nullable Pilot pilot;
    private final Map<String, Responsibility> fields = new LinkedHashMap<>();
    private @Nullable Posture posture;
    private @Nullable Clearance clearance;

    /** @param partnerId whom they belong to; null for the centre */
    record Pilot(UUID personId, @Nullable UUID partnerId) {}

    /** @param partnerId whom they belong to; null for the centre */
    record Responsibility(
            String field, UUID personId, @Nullable UUID partnerId) {}

    /** What the authority of the centre said last. */
    record Clearance(
            ClearanceState state,
            @Nullable UUID deciderId,
            @Nullable String reason,
            Instant at) {}

    enum ClearanceState {
        REQUESTED,
        GRANTED,
        REFUSED
    }

    void proposed(PartnershipProposed event) {
        pilot = new Pilot(event.pilotId().value(), null);
    }

    void piloted(PilotAssigned event) {
        pilot = new Pilot(event.personId().value(), partner(event.partnerId()));
    }

    void assigned(ResponsibilityAssigned event) {
        fields.put(
                Wording.comparable(event.field()),
                new Responsibility(event.field(), event.personId().value(), partner(event.partnerId())));
    }

    /** Nobody of a partner that left answers for anything any more; the pilot stays until another is named. */
    void left(PartnerLeft event) {
        fields.values().removeIf(field -> event.partnerId().value().equals(field.partnerId()));
    }

    void set(PostureSet event) {
        posture = event.posture();
    }

    void requested(AuthorityClearanceRequested event, Instant at) {
        clearance = new Clearance(ClearanceState.REQUESTED, person(event.deciderId()), null, at);
    }

    void granted(AuthorityClearanceGranted event, Instant at) {
        clearance = new Clearance(ClearanceState.GRANTED, person(event.deciderId()), null, at);
    }

    void refused(AuthorityClearanceRefused event, Instant at) {
        clearance = new Clearance(ClearanceState.REFUSED, person(event.deciderId()), event.reason(), at);
    }

    Pilot pilot() {
        return Objects.requireNonNull(pilot);
    }

    List<Responsibility> fields() {
        return List.copyOf(fields.values());
    }

    @Nullable
    Posture posture() {
        return posture;
    }

    @Nullable
    Clearance clearance() {
        return clearance;
    }

    private static @Nullable UUID partner(@Nullable PartnerId partner) {
        return partner == null ? null : partner.value();
    }

    private static @Nullable UUID person(@Nullable PersonId person) {
        return person == null ? null : person.value();
    }
}

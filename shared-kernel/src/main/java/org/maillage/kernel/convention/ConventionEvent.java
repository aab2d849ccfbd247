package org.maillage.kernel.convention;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.document.StoredFile;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;

/** What happens to a convention (convention de partenariat). */
public sealed interface ConventionEvent extends Event {

    @Override
    ConventionId id();

    PartnershipId partnershipId();

    @Override
    default PartnershipId streamKey() {
        return partnershipId();
    }

    /**
     * A first version was written.
     *
     * @param parties who must sign: the centre and every partner of the moment
     * @param circuit who must approve, in order; empty when nobody must
     * @param plannedSessions the number of sessions, 0 or more; null as long as it is open
     * @param versionNumber 1
     * @param versionHash of the clauses and the number of sessions
     * @param draftedBy the party that held the pen
     * @param validUntil the last day of its term (échéance)
     */
    record ConventionDrafted(
            ConventionId id,
            PartnershipId partnershipId,
            EpnId epnId,
            List<PartyId> parties,
            List<CircuitStep> circuit,
            Clauses clauses,
            @Nullable Integer plannedSessions,
            int versionNumber,
            VersionHash versionHash,
            PartyId draftedBy,
            @Nullable LocalDate validUntil)
            implements ConventionEvent {

        public ConventionDrafted {
            parties = List.copyOf(parties);
            circuit = List.copyOf(circuit);
        }
    }

    /** A new version replaced the one before: approvals and signatures given so far are void. */
    record ConventionRevised(
            ConventionId id,
            PartnershipId partnershipId,
            EpnId epnId,
            Clauses clauses,
            @Nullable Integer plannedSessions,
            int versionNumber,
            VersionHash versionHash,
            PartyId draftedBy,
            @Nullable LocalDate validUntil)
            implements ConventionEvent {}

    /** The current version entered its validation circuit. */
    record ConventionSubmitted(ConventionId id, PartnershipId partnershipId, EpnId epnId, int versionNumber)
            implements ConventionEvent {}

    /** A decider approved their step. */
    record StepApproved(ConventionId id, PartnershipId partnershipId, EpnId epnId, String step, PersonId deciderId)
            implements ConventionEvent {}

    /** A decider rejected their step: the convention is a draft again. */
    record StepRejected(
            ConventionId id, PartnershipId partnershipId, EpnId epnId, String step, PersonId deciderId, String reason)
            implements ConventionEvent {}

    /** Every step is approved: the convention can be signed. */
    record ConventionValidated(ConventionId id, PartnershipId partnershipId, EpnId epnId, int versionNumber)
            implements ConventionEvent {}

    /** A party signed the current version. */
    record ConventionSigned(
            ConventionId id,
            PartnershipId partnershipId,
            EpnId epnId,
            PartyId party,
            PersonId signatoryId,
            VersionHash versionHash,
            LocalDate signedOn)
            implements ConventionEvent {}

    /** Every party signed the same version. */
    record ConventionFullySigned(ConventionId id, PartnershipId partnershipId, EpnId epnId, VersionHash versionHash)
            implements ConventionEvent {}

    /** Who must sign changed: the convention is a draft again, approvals and signatures given so far are void. */
    record PartiesChanged(ConventionId id, PartnershipId partnershipId, EpnId epnId, List<PartyId> parties)
            implements ConventionEvent {

        public PartiesChanged {
            parties = List.copyOf(parties);
        }
    }

    /** Somebody was named to decide a step. */
    record DeciderNamed(
            ConventionId id,
            PartnershipId partnershipId,
            EpnId epnId,
            String step,
            PersonId deciderId,
            @Nullable LocalDate expectedOn)
            implements ConventionEvent {}

    /** The act by which the municipality decides was added (arrêté, délibération). */
    record MunicipalActAttached(
            ConventionId id,
            PartnershipId partnershipId,
            EpnId epnId,
            String reference,
            LocalDate adoptedOn,
            @Nullable String url,
            @Nullable StoredFile file)
            implements ConventionEvent {}

    /** A signed convention changed by an amendment (avenant); its signatures are those of the former text. */
    record ConventionAmended(
            ConventionId id,
            PartnershipId partnershipId,
            EpnId epnId,
            Clauses clauses,
            @Nullable Integer plannedSessions,
            @Nullable LocalDate validUntil,
            int versionNumber,
            VersionHash versionHash,
            PartyId draftedBy,
            String reason)
            implements ConventionEvent {}

    /** It was ended before its term. */
    record ConventionTerminated(
            ConventionId id, PartnershipId partnershipId, EpnId epnId, LocalDate terminatedOn, String reason)
            implements ConventionEvent {}

    /** Its term came. */
    record ConventionExpired(ConventionId id, PartnershipId partnershipId, EpnId epnId, LocalDate expiredOn)
            implements ConventionEvent {}
}

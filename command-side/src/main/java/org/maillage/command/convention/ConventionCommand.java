package org.maillage.command.convention;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.kernel.convention.CircuitStep;
import org.maillage.kernel.convention.Clauses;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.convention.VersionHash;
import org.maillage.kernel.document.StoredFile;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;

/** In the order of a convention's life. */
sealed interface ConventionCommand extends Command {

    ConventionId id();

    @Override
    default ConventionId target() {
        return id();
    }

    /**
     * @param circuit null for the templates of the partners' kinds
     * @param today from which a template's days are counted
     */
    record DraftConvention(
            ConventionId id,
            PartnershipId partnershipId,
            Clauses clauses,
            @Nullable Integer plannedSessions,
            @Nullable LocalDate validUntil,
            @Nullable List<CircuitStep> circuit,
            PartyId draftedBy,
            LocalDate today)
            implements ConventionCommand {
        @Override
        public PartnershipId within() {
            return partnershipId;
        }

        @Override
        public PartyId asParty() {
            return draftedBy;
        }
    }

    record ReviseConvention(
            ConventionId id,
            Clauses clauses,
            @Nullable Integer plannedSessions,
            @Nullable LocalDate validUntil,
            PartyId draftedBy)
            implements ConventionCommand {
        @Override
        public PartyId asParty() {
            return draftedBy;
        }
    }

    /** Sent from within, when a partner joins or leaves. */
    record ChangeParties(ConventionId id, List<PartyId> parties) implements ConventionCommand {}

    /**
     * @param expectedOn null keeps what was expected
     */
    record NameDecider(
            ConventionId id,
            String step,
            PersonId deciderId,
            @Nullable LocalDate expectedOn) implements ConventionCommand {}

    record AttachMunicipalAct(
            ConventionId id,
            String reference,
            LocalDate adoptedOn,
            @Nullable String url,
            @Nullable StoredFile file) implements ConventionCommand {}

    record SubmitConvention(ConventionId id) implements ConventionCommand {}

    record ApproveStep(ConventionId id, String step, PersonId deciderId) implements ConventionCommand {
        @Override
        public PersonId inTheNameOf() {
            return deciderId;
        }
    }

    record RejectStep(ConventionId id, String step, PersonId deciderId, String reason) implements ConventionCommand {
        @Override
        public PersonId inTheNameOf() {
            return deciderId;
        }
    }

    /**
     * @param today the day on which no conflict of cumulation may be open
     */
    record SignConvention(
            ConventionId id,
            PartyId party,
            PersonId signatoryId,
            VersionHash versionHash,
            LocalDate signedOn,
            LocalDate today)
            implements ConventionCommand {
        @Override
        public PersonId inTheNameOf() {
            return signatoryId;
        }

        @Override
        public PartyId asParty() {
            return party;
        }
    }

    record AmendConvention(
            ConventionId id,
            Clauses clauses,
            @Nullable Integer plannedSessions,
            @Nullable LocalDate validUntil,
            PartyId draftedBy,
            String reason)
            implements ConventionCommand {
        @Override
        public PartyId asParty() {
            return draftedBy;
        }
    }

    record TerminateConvention(ConventionId id, LocalDate terminatedOn, String reason) implements ConventionCommand {}

    record ExpireConvention(ConventionId id, LocalDate expiredOn) implements ConventionCommand {}
}

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
     */
    record DraftConvention(
            ConventionId id,
            PartnershipId partnershipId,
            Clauses clauses,
            @Nullable Integer plannedSessions,
            @Nullable List<CircuitStep> circuit,
            PartyId draftedBy)
            implements ConventionCommand {}

    record ReviseConvention(
            ConventionId id, Clauses clauses, @Nullable Integer plannedSessions, PartyId draftedBy)
            implements ConventionCommand {}

    record SubmitConvention(ConventionId id) implements ConventionCommand {}

    record ApproveStep(ConventionId id, String step, PersonId deciderId) implements ConventionCommand {}

    record RejectStep(ConventionId id, String step, PersonId deciderId, String reason) implements ConventionCommand {}

    record SignConvention(
            ConventionId id, PartyId party, PersonId signatoryId, VersionHash versionHash, LocalDate signedOn)
            implements ConventionCommand {}
}

package org.maillage.command.partnership;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.maillage.command.partnership.PartnershipCommand.ReviseProposal;
import org.maillage.kernel.partnership.PartnershipEvent.PartnershipProposed;
import org.maillage.kernel.partnership.PartnershipEvent.ProposalRevised;

/** What a proposal says: what each side gains, which missions it serves. */
record Terms(List<String> ourBenefits, List<String> theirBenefits, List<String> missions) {

    /** A renewal starts from nothing. */
    static final Terms NONE = new Terms(List.of(), List.of(), List.of());

    static Terms of(PartnershipProposed proposed) {
        return new Terms(proposed.ourBenefits(), proposed.theirBenefits(), proposed.missions());
    }

    static Terms of(ProposalRevised revised) {
        return new Terms(revised.ourBenefits(), revised.theirBenefits(), revised.missions());
    }

    /** What is not put differently stays. */
    Terms revised(ReviseProposal command) {
        return new Terms(
                otherwise(command.ourBenefits(), ourBenefits),
                otherwise(command.theirBenefits(), theirBenefits),
                otherwise(command.missions(), missions));
    }

    private static List<String> otherwise(@Nullable List<String> wording, List<String> before) {
        return Objects.requireNonNullElse(wording, before);
    }
}

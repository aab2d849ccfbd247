package org.maillage.command.partnership;

import java.util.List;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.Warning;

/** What a pledge adds to the answer. */
record Pledged(PledgeId pledgeId, List<Warning> warnings) {

    /** The advice that what a pledge is meant for calls for. */
    static List<Warning> warnings(ContributionNature nature) {
        return nature == ContributionNature.OPERATING ? List.of(Warning.OPERATING_CONTRIBUTION) : List.of();
    }
}

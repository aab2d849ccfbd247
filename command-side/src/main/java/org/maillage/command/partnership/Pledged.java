package org.maillage.command.partnership;

import java.util.List;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.Warning;

/** What a pledge adds to the answer. */
record Pledged(PledgeId pledgeId, List<Warning> warnings) {}

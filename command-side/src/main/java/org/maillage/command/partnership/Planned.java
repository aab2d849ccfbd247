package org.maillage.command.partnership;

import org.maillage.kernel.partnership.MilestoneId;

/** What a milestone adds to the answer. */
record Planned(MilestoneId milestoneId) {}

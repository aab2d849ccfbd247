package org.maillage.command.partnership;

import org.maillage.kernel.partnership.CostId;

/** What a direct cost adds to the answer. */
record Incurred(CostId costId) {}

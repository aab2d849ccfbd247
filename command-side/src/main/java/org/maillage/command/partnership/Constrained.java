package org.maillage.command.partnership;

import org.maillage.kernel.partnership.TimeConstraintId;

/** What a time constraint adds to the answer. */
record Constrained(TimeConstraintId constraintId) {}

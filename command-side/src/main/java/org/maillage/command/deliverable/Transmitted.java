package org.maillage.command.deliverable;

import java.util.List;
import org.maillage.kernel.partnership.Warning;

/** The advice that a transmission adds to its answer. */
record Transmitted(List<Warning> warnings) {}

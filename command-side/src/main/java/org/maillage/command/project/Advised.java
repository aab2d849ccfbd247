package org.maillage.command.project;

import java.util.List;
import org.maillage.kernel.partnership.Warning;

/** The advice that a command adds to its answer. */
record Advised(List<Warning> warnings) {}

package org.maillage.command.partnership;

import java.util.List;
import org.maillage.kernel.partnership.Warning;

/** The advice that a command adds to its answer. */
record Warned(List<Warning> warnings) {

    static final Warned NONE = new Warned(List.of());
}

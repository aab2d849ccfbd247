package org.maillage.command.convention;

import java.util.List;
import org.maillage.command.Refusal;

/** A convention is submitted only with its six clauses. */
final class ConventionIncomplete extends Refusal {

    private static final long serialVersionUID = 1;

    ConventionIncomplete(List<String> missing) {
        super("Il manque des clauses obligatoires : " + String.join(", ", missing) + ".");
    }
}

package org.maillage.command.convention;

import java.util.List;
import java.util.stream.Collectors;
import org.maillage.command.Refusal;
import org.maillage.kernel.convention.Clause;

/** A convention is submitted only with its six clauses. */
final class ConventionIncomplete extends Refusal {

    private static final long serialVersionUID = 1;

    ConventionIncomplete(List<Clause> missing) {
        super("Il manque des clauses obligatoires : "
                + missing.stream().map(Clause::label).collect(Collectors.joining(", ")) + ".");
    }
}

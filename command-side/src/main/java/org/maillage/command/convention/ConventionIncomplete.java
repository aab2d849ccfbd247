package org.maillage.command.convention;

import java.util.List;
import java.util.stream.Collectors;
import org.maillage.command.Refusal;

/** A convention is submitted only with its six clauses. */
final class ConventionIncomplete extends Refusal {

    private static final long serialVersionUID = 1;

    ConventionIncomplete(List<String> missing) {
        super("Il manque des clauses obligatoires : "
                + missing.stream().map(ConventionIncomplete::inFrench).collect(Collectors.joining(", ")) + ".");
    }

    private static String inFrench(String clause) {
        return switch (clause) {
            case "preamble" -> "préambule";
            case "objectives" -> "attentes et objectifs généraux";
            case "modalities" -> "modalités de collaboration";
            case "plannedSessions" -> "nombre de séances";
            case "commitments" -> "engagements respectifs";
            case "followUp" -> "modalités de suivi";
            default -> clause;
        };
    }
}

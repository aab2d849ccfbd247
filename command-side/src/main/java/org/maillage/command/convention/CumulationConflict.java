package org.maillage.command.convention;

import java.util.Collection;
import java.util.stream.Collectors;
import org.maillage.command.Refusal;

/** Nothing is signed while money cannot be added up: the conflict ends, or somebody waives it. */
final class CumulationConflict extends Refusal {

    private static final long serialVersionUID = 1;

    CumulationConflict(Collection<String> funders) {
        super("Un conflit de cumul reste ouvert avec "
                + quoted(funders)
                + " : il doit prendre fin, ou être levé avec un motif, avant toute signature.");
    }

    private static String quoted(Collection<String> funders) {
        return funders.stream().map(funder -> "« " + funder + " »").collect(Collectors.joining(", "));
    }
}

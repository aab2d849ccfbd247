package org.maillage.command.partnership;

import org.maillage.command.Refusal;

/** An action is not over before it began. */
final class CompletedBeforeStart extends Refusal {

    private static final long serialVersionUID = 1;

    CompletedBeforeStart() {
        super("La fin de l’action ne peut pas précéder son démarrage.");
    }
}

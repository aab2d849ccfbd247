package org.maillage.command.timesheet;

import org.maillage.command.Refusal;

/** A corrected day stays in the month of its timesheet. */
final class DayInAnotherMonth extends Refusal {

    private static final long serialVersionUID = 1;

    DayInAnotherMonth() {
        super("La date corrigée doit rester dans le même mois.");
    }
}

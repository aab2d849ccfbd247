package org.maillage.command.timesheet;

import org.maillage.command.Refusal;

/** Nobody works more than 1,440 minutes a day, over all partnerships. */
final class DayTooLong extends Refusal {

    private static final long serialVersionUID = 1;

    DayTooLong(int minutes) {
        super("Cette journée compterait " + minutes
                + " minutes : le maximum est de 1 440, tous partenariats confondus.");
    }
}

package org.maillage.command.convention;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.maillage.command.Refusal;

/** A convention is valid up to and including its last day. */
final class TermNotReached extends Refusal {

    private static final long serialVersionUID = 1;
    private static final DateTimeFormatter FRENCH = DateTimeFormatter.ofPattern("dd/MM/yyyy");

    TermNotReached(LocalDate validUntil) {
        super("La convention court encore : son échéance est le " + FRENCH.format(validUntil) + ".");
    }
}

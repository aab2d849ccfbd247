package org.maillage.command.partner;

import org.maillage.command.Refusal;

/** The partner never minded this funder. */
final class UnknownFundingObjection extends Refusal {

    private static final long serialVersionUID = 1;

    UnknownFundingObjection() {
        super("Le partenaire n’a émis aucune réserve sur ce financeur.");
    }

    @Override
    public int status() {
        return 404;
    }
}

package org.maillage.command.epn;

import org.maillage.command.Refusal;

/** The last day of an agreement is not before its first. */
final class FundingEndsBeforeItBegins extends Refusal {

    private static final long serialVersionUID = 1;

    FundingEndsBeforeItBegins() {
        super("Ce financement ne peut pas prendre fin avant d’avoir commencé.");
    }
}

package org.maillage.command.convention;

import org.maillage.command.Refusal;

/** What has no last day never comes to it. */
final class ConventionWithoutTerm extends Refusal {

    private static final long serialVersionUID = 1;

    ConventionWithoutTerm() {
        super("Cette convention n’a pas d’échéance : elle ne peut pas expirer.");
    }
}

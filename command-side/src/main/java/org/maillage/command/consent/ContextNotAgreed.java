package org.maillage.command.consent;

import org.maillage.command.Refusal;

/** A consent covers contexts that were agreed for the project, if any were. */
final class ContextNotAgreed extends Refusal {

    private static final long serialVersionUID = 1;

    ContextNotAgreed() {
        super("Un des contextes ne fait pas partie de ceux qui ont été convenus pour ce projet.");
    }
}

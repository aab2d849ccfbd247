package org.maillage.command.project;

import org.maillage.command.Refusal;

/** The project lacks this no longer. */
final class NeedIsWithdrawn extends Refusal {

    private static final long serialVersionUID = 1;

    NeedIsWithdrawn() {
        super("Ce besoin a été retiré.");
    }
}

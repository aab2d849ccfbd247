package org.maillage.command;

import org.maillage.kernel.partnership.PartnershipState;

/** The partnership is not where this can happen. */
public final class WrongPartnershipState extends Refusal {

    private static final long serialVersionUID = 1;

    public WrongPartnershipState(PartnershipState state) {
        super("Ce n’est pas possible dans l’état actuel du partenariat : " + state.label() + ".");
    }
}

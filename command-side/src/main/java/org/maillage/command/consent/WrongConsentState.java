package org.maillage.command.consent;

import org.maillage.command.Refusal;
import org.maillage.kernel.consent.ImageConsentState;

/** The consent is not where this can happen. */
final class WrongConsentState extends Refusal {

    private static final long serialVersionUID = 1;

    WrongConsentState(ImageConsentState state) {
        super("Ce n’est pas possible dans l’état actuel de l’autorisation : " + state.label() + ".");
    }
}

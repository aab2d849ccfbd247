package org.maillage.command.bilan;

import org.maillage.command.Refusal;

/** Final only after the bilan was shared with every partner. */
final class BilanNotSharedWithEveryPartner extends Refusal {

    private static final long serialVersionUID = 1;

    BilanNotSharedWithEveryPartner() {
        super("Le bilan doit d’abord être transmis à tous les partenaires.");
    }
}

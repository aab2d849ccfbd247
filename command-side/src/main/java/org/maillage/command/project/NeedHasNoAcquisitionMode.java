package org.maillage.command.project;

import org.maillage.command.Refusal;

/** Only equipment and premises are bought, rented or borrowed. */
final class NeedHasNoAcquisitionMode extends Refusal {

    private static final long serialVersionUID = 1;

    NeedHasNoAcquisitionMode() {
        super("Seuls le matériel et les locaux s’achètent, se louent ou s’empruntent.");
    }
}

package org.maillage.command.deliverable;

import org.maillage.command.Refusal;

/** Every identified person has a consent that covers this medium, user and context today. It says how many lack one, never who. */
final class ImageConsentMissing extends Refusal {

    private static final long serialVersionUID = 1;

    ImageConsentMissing(long persons) {
        super(
                persons == 1
                        ? "Une personne représentée n’a pas donné d’autorisation valable pour cet usage."
                        : persons + " personnes représentées n’ont pas donné d’autorisation valable pour cet usage.");
    }
}

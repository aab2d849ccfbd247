package org.maillage.command.partnership;

import org.maillage.command.Refusal;

/** Who promised a contribution stays. */
final class PartnerHasPledged extends Refusal {

    private static final long serialVersionUID = 1;

    PartnerHasPledged() {
        super("Ce partenaire a promis un apport : il ne peut plus quitter le partenariat.");
    }
}

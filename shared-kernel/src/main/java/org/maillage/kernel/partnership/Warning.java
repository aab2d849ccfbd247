package org.maillage.kernel.partnership;

import java.util.Locale;

/**
 * Advice of the guide that a command calls for (avertissement): the command is accepted, the advice is recorded in its event and
 * shown until a later fact resolves it.
 */
public enum Warning {
    /** « Gagnant-gagnant » : a proposal that states no benefit for the partner. */
    NO_PARTNER_BENEFIT(
            "Aucun bénéfice n’est indiqué pour le partenaire : un partenariat « gagnant-gagnant » se défend mieux."),
    /** « Actualisez vos données tous les ans ». */
    STALE_PARTNER_CARD("La fiche d’un partenaire n’a pas été confirmée depuis plus de 365 jours."),
    /** Negotiating before the authority agreed. */
    NO_AUTHORITY_CLEARANCE("L’autorité de tutelle n’a pas encore donné son accord à la négociation."),
    /** « Rarement on aura la possibilité de financer des dépenses en fonctionnement (salaires...) ». */
    OPERATING_CONTRIBUTION("Cet apport est destiné au fonctionnement : un partenariat finance rarement des salaires."),
    /** Going ahead without a written agreement. */
    NO_CONVENTION("Le partenariat se passe de convention : un document écrit engage chaque partenaire et clarifie les"
            + " rôles."),
    /** « Prévoir longtemps en amont la date de la réunion de bilan ». */
    NO_BILAN_MEETING("L’action démarre sans date de réunion de bilan : mieux vaut la fixer longtemps à l’avance.");

    private final String text;

    Warning(String text) {
        this.text = text;
    }

    /** Stable, kebab-case, for programs. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** French, for people. */
    public String text() {
        return text;
    }
}

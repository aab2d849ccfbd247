package org.maillage.query;

/** Nothing of that kind has that id, or nothing had it at the instant of the question: 404, whatever else the id may name. */
public final class UnknownResource extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String code;

    private UnknownResource(String code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    public static UnknownResource epn() {
        return new UnknownResource("unknown-epn", "Cet espace public numérique est inconnu.");
    }

    public static UnknownResource person() {
        return new UnknownResource("unknown-person", "Cette personne est inconnue.");
    }

    public static UnknownResource partner() {
        return new UnknownResource("unknown-partner", "Cette fiche partenaire est inconnue.");
    }

    public static UnknownResource project() {
        return new UnknownResource("unknown-project", "Ce projet est inconnu.");
    }

    public static UnknownResource partnership() {
        return new UnknownResource("unknown-partnership", "Ce partenariat est inconnu.");
    }

    public static UnknownResource convention() {
        return new UnknownResource("unknown-convention", "Cette convention est inconnue.");
    }

    public static UnknownResource session() {
        return new UnknownResource("unknown-session", "Cette séance est inconnue.");
    }

    public static UnknownResource timeEntry() {
        return new UnknownResource("unknown-time-entry", "Cette saisie de temps est inconnue.");
    }

    public static UnknownResource bilan() {
        return new UnknownResource("unknown-bilan", "Ce bilan est inconnu.");
    }

    public static UnknownResource fundingAgreement() {
        return new UnknownResource("unknown-funding", "Cet accord de financement est inconnu.");
    }

    public static UnknownResource deliverable() {
        return new UnknownResource("unknown-deliverable", "Cette réalisation est inconnue.");
    }

    public static UnknownResource imageConsent() {
        return new UnknownResource("unknown-image-consent", "Cette autorisation de droit à l’image est inconnue.");
    }

    public static UnknownResource datePoll() {
        return new UnknownResource("unknown-date-poll", "Ce sondage de dates est inconnu.");
    }

    public static UnknownResource photo() {
        return new UnknownResource("unknown-photo", "Cette personne n’a pas de photo.");
    }

    public static UnknownResource event() {
        return new UnknownResource("unknown-event", "Cet événement est inconnu.");
    }

    public static UnknownResource checkpoint() {
        return new UnknownResource("unknown-checkpoint", "Aucun point de contrôle du registre n’a cette taille.");
    }

    public static UnknownResource ledgerKey() {
        return new UnknownResource("unknown-ledger-key", "Cette clé du registre est inconnue.");
    }

    public static UnknownResource parkedKey() {
        return new UnknownResource("unknown-parked-key", "Aucun événement de cette clé n’attend.");
    }

    public static UnknownResource readModel() {
        return new UnknownResource("unknown-read-model", "Ce modèle de lecture est inconnu.");
    }

    /** Stable, kebab-case, for programs. */
    public String code() {
        return code;
    }

    /** French, for people. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}

package org.maillage.query.compliance;

import java.time.LocalDate;
import java.util.List;
import org.maillage.kernel.consent.ImageConsentState;
import org.maillage.kernel.epn.LegalForm;

/**
 * The register of processing of a centre (registre des activités de traitement, article 30 of the GDPR).
 *
 * @param controller who answers for it (responsable de traitement)
 * @param on the day of the question
 */
record Register(String controller, LocalDate on, Counts counts, List<Treatment> treatments) {

    /**
     * How many persons it is about.
     *
     * @param known all that were ever registered, the erased ones included
     * @param minors among those who were not erased
     */
    record Counts(long known, long minors, long erased, List<ConsentCount> consents) {}

    record ConsentCount(ImageConsentState state, long count) {}

    /** All of it French, for people. */
    record Treatment(
            String name,
            String purpose,
            String legalBasis,
            List<String> dataCategories,
            List<String> personCategories,
            String retention,
            List<String> recipients) {}

    private static final String CONSENT = "Consentement de la personne (article 6, 1, a du RGPD)";
    private static final String CONTRACT = "Exécution de la convention (article 6, 1, b du RGPD)";
    private static final String UNTIL_ERASED =
            "Jusqu’à l’effacement de la personne, qui détruit sa clé de chiffrement\u00a0: ses nom, coordonnées et"
                    + " photo deviennent illisibles partout, archives et sauvegardes comprises. Minutes, montants et"
                    + " effectifs demeurent, sans nom.";
    private static final String TEAM = "L’équipe de l’espace public numérique";
    private static final String PARTNERS = "Les partenaires de l’action";
    private static final String AUTHORITY = "L’autorité de tutelle et les financeurs, pour contrôle";

    static Register of(String controller, LegalForm form, LocalDate on, Counts counts) {
        var task = switch (form) {
            case MUNICIPAL_SERVICE -> "Mission d’intérêt public (article 6, 1, e du RGPD)";
            case ASSOCIATION -> "Intérêt légitime de l’association (article 6, 1, f du RGPD)";
        };
        return new Register(
                controller,
                on,
                counts,
                List.of(
                        new Treatment(
                                "Fiches partenaires et historique de la relation",
                                "Savoir à qui s’adresser chez chaque partenaire et garder la mémoire des échanges.",
                                task,
                                List.of(
                                        "Nom",
                                        "Courriel",
                                        "Téléphone",
                                        "Fonction",
                                        "Contraintes de contact",
                                        "Échanges"),
                                List.of("Interlocuteurs des partenaires"),
                                "Fiches relues au moins une fois par an. " + UNTIL_ERASED,
                                List.of(TEAM)),
                        new Treatment(
                                "Trombinoscope",
                                "Reconnaître les interlocuteurs et les membres de l’équipe.",
                                CONSENT,
                                List.of("Nom", "Fonction", "Photo"),
                                List.of("Interlocuteurs des partenaires", "Équipe de l’espace"),
                                UNTIL_ERASED,
                                List.of(TEAM)),
                        new Treatment(
                                "Conventions, circuits de validation et signatures",
                                "Établir qui a validé et signé chaque version d’une convention.",
                                CONTRACT,
                                List.of("Nom", "Fonction", "Décision", "Date de signature"),
                                List.of("Décideurs", "Signataires"),
                                UNTIL_ERASED,
                                List.of(TEAM, PARTNERS, AUTHORITY)),
                        new Treatment(
                                "Feuilles d’émargement",
                                "Justifier de la fréquentation de l’action auprès des partenaires et des financeurs.",
                                task,
                                List.of("Nom", "Présence à chaque séance", "Première venue"),
                                List.of("Participants, mineurs compris"),
                                UNTIL_ERASED,
                                List.of(TEAM, AUTHORITY)),
                        new Treatment(
                                "Autorisations de droit à l’image",
                                "N’utiliser l’image, fixe ou mobile, et la voix d’une personne que comme elle l’a"
                                        + " accepté.",
                                CONSENT,
                                List.of("Nom", "Représentant légal", "Supports", "Utilisateurs", "Contextes", "Durée"),
                                List.of("Participants, mineurs compris", "Représentants légaux"),
                                "Jusqu’au terme ou au retrait de l’autorisation pour l’usage des images. "
                                        + UNTIL_ERASED,
                                List.of(TEAM, PARTNERS)),
                        new Treatment(
                                "Temps passé",
                                "Mesurer le temps de travail que chaque partenariat demande et ce qu’il coûte.",
                                task,
                                List.of("Nom", "Fonction", "Minutes par jour et par phase", "Taux horaire"),
                                List.of("Équipe de l’espace", "Bénévoles"),
                                UNTIL_ERASED,
                                List.of(TEAM, AUTHORITY)),
                        new Treatment(
                                "Sondages de dates",
                                "Choisir les dates qui conviennent à tous.",
                                task,
                                List.of("Nom", "Disponibilités"),
                                List.of("Équipe de l’espace", "Interlocuteurs des partenaires"),
                                UNTIL_ERASED,
                                List.of(TEAM, PARTNERS)),
                        new Treatment(
                                "Journal des opérations",
                                "Prouver qui a fait quoi et quand, et que rien n’a été altéré.",
                                task,
                                List.of("Identifiant de l’auteur", "Date de l’opération"),
                                List.of("Utilisateurs de Maillage"),
                                "Sans limite de durée\u00a0; le journal ne contient aucun nom en clair.",
                                List.of(TEAM, AUTHORITY))));
    }
}

package org.maillage.kernel.partnership;

import java.util.Locale;

/**
 * Advice of the guide that a command calls for (avertissement): the command is accepted, the advice is recorded in its event and
 * shown until a later fact resolves it.
 */
public enum Warning {
    /** « Gagnant-gagnant » : a proposal that states no benefit for the partner. */
    NO_PARTNER_BENEFIT(
            "Aucun bénéfice n’est indiqué pour le partenaire : un partenariat « gagnant-gagnant » se défend mieux."),
    /** « Actualisez vos données tous les ans ». */
    STALE_PARTNER_CARD("La fiche d’un partenaire n’a pas été confirmée depuis longtemps : actualisez-la tous les ans."),
    /** Negotiating before the authority agreed. */
    NO_AUTHORITY_CLEARANCE("L’autorité de tutelle n’a pas encore donné son accord à la négociation."),
    /** « Rarement on aura la possibilité de financer des dépenses en fonctionnement (salaires...) ». */
    OPERATING_CONTRIBUTION("Cet apport est destiné au fonctionnement : un partenariat finance rarement des salaires."),
    /** Going ahead without a written agreement. */
    NO_CONVENTION("Le partenariat se passe de convention : un document écrit engage chaque partenaire et clarifie les"
            + " rôles."),
    /** « Prévoir longtemps en amont la date de la réunion de bilan ». */
    NO_BILAN_MEETING("L’action démarre sans date de réunion de bilan : mieux vaut la fixer longtemps à l’avance."),
    /** « Ponctuelle ou pérenne »: buying for an action that takes place once. */
    BUYING_FOR_ONE_OFF("Du matériel est acheté pour une action ponctuelle : la location ou le prêt peut suffire."),
    /** « Il est bien plus difficile de faire financer des ateliers ponctuels ». */
    MONEY_FOR_ONE_OFF("Un financement est cherché pour une action ponctuelle : il s’obtient plus facilement pour un"
            + " projet au long cours."),
    /** « Si votre EPN est associatif, vous serez dans l’obligation de chercher des financements ». */
    NO_FUNDING_NEED("L’EPN est une association et le projet n’exprime aucun besoin de financement."),
    /** An exclusive agreement, or a partner who objects to a funder. */
    CUMULATION_CONFLICT("Cet apport ne peut peut-être pas s’ajouter aux financements de l’EPN : un conflit de cumul est"
            + " à lever avant toute signature."),
    /** « Évitez de vous lancer dans des partenariats […] qui ne permettront pas à votre EPN de remplir ses missions ». */
    MISSION_INCOHERENCE("Le partenariat ne sert aucune des missions de l’EPN."),
    /** « Risque de rendre flou l’image globale de votre action ». */
    IMAGE_INCOHERENCE(
            "Un partenaire est éloigné des domaines de l’EPN : l’image de votre action risque de devenir" + " floue."),
    /** « Il peut être plus valorisant de mener une action réussie dont vous seriez le responsable ». */
    SHARED_LEAD("La responsabilité est partagée dès une première collaboration : mieux vaut la garder d’abord."),
    /** « La rédaction commune du document est à privilégier ». */
    ONE_SIDED_DRAFT("Une seule partie a rédigé la convention : la rédaction commune favorise l’adhésion de tous."),
    /** « Privilégiez autant que possible des logiciels que tous vos partenaires possèdent ». */
    TOOL_LACKED("Un partenaire n’a pas cet outil, qui n’est pas libre : proposez un logiciel que tous pourront"
            + " installer."),
    /** « Il n’est pas vraiment nécessaire de lui demander son mail pour lui envoyer le pdf de votre projet... ». */
    UNSUITED_CHANNEL("Un courriel ou un PDF est destiné à un partenaire qui n’est pas familier des technologies :"
            + " présentez plutôt de vive voix ou sur papier."),
    /** « Noter les impératifs horaires des partenaires et des prestataires de services ». */
    TIME_CONSTRAINT_CLASH("Une date tombe en dehors des horaires d’un partenaire ou d’un prestataire."),
    /** Sessions planned, sessions agreed. */
    SESSIONS_DIFFER("Le nombre de séances prévues n’est pas celui de la convention."),
    /** « Assurez-vous que chaque personne participant à l’action accepte l’utilisation de son image ». */
    IMAGES_WITHOUT_CONSENT(
            "Des prises de vue sont prévues alors que des personnes attendues n’ont pas donné leur" + " autorisation."),
    /** A sheet that nobody filled in. */
    UNRECORDED_SHEET("Une séance a eu lieu et sa feuille d’émargement n’est pas remplie."),
    /** « Insistez pour qu’un représentant de votre structure partenaire soit présent ». */
    PARTNER_NEVER_PRESENT("Un partenaire n’est encore jamais venu voir l’action."),
    /** « Prévoir les délais nécessaires à la synthèse et à l’analyse des données ». */
    EARLY_BILAN_MEETING("La réunion de bilan est trop proche de la dernière séance pour analyser les données."),
    /** « La date de la réunion de bilan, qui doit être proche de la date de l’action ». */
    LATE_BILAN_MEETING("La réunion de bilan est trop éloignée de la fin de l’action."),
    /** « Il faut montrer pour prouver ». */
    NO_DELIVERABLE(
            "Un apport conséquent a été reçu et aucune réalisation ne le montre : il faut montrer pour prouver."),
    /** « Anticipez la question des droits de diffusion ». */
    UNLICENSED_DELIVERABLE("Une réalisation a été transmise sans que ses auteurs aient fixé ses droits de diffusion."),
    /** « Un partenariat ne sera pas rentable s’il mobilise une personne […] sans dégager un bénéfice au moins équivalent ». */
    NOT_PROFITABLE("Le temps passé coûte plus que ce que le partenariat rapporte : il n’est pas rentable."),
    /** Minutes that no hourly rate values. */
    UNRATED_MINUTES("Du temps a été saisi sans taux horaire : il compte pour zéro dans le coût."),
    /** « Multiplier les partenariats peut s’avérer inutilement chronophage ». */
    TOO_MANY_PARTNERSHIPS("L’EPN mène trop de partenariats à la fois : c’est chronophage."),
    /** A convention close to its term. */
    CONVENTION_EXPIRING("La convention arrive bientôt à échéance, ou l’a dépassée.");

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

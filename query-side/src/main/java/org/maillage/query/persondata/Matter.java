package org.maillage.query.persondata;

import static org.maillage.query.persondata.Retention.Limit.*;

import java.util.Map;
import org.maillage.kernel.Event;
import org.maillage.kernel.bilan.BilanEvent;
import org.maillage.kernel.consent.ImageConsentEvent;
import org.maillage.kernel.convention.ConventionEvent;
import org.maillage.kernel.deliverable.DeliverableEvent;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.poll.DatePollEvent;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.kernel.timesheet.TimesheetEvent;
import org.maillage.kernel.wire.UnknownEventType;

/** On account of what a person appears: the sections of an access export, in its order. */
enum Matter {
    IDENTITY("Identité et coordonnées", CONTACT_LIMIT),
    CONTACT("Contacts et échanges", CONTACT_LIMIT),
    POSITION("Fonctions et responsabilités", STAFF_LIMIT),
    TIME("Temps de travail", STAFF_LIMIT),
    ATTENDANCE("Séances et présences", PARTICIPANT_LIMIT),
    POLL("Sondages de dates", CONTACT_LIMIT),
    CONSENT("Droit à l’image", CONSENT_LIMIT),
    WORK("Réalisations", CONSENT_LIMIT),
    DECISION("Décisions et validations", SIGNATORY_LIMIT),
    SIGNATURE("Signatures", SIGNATORY_LIMIT),
    ACTION("Opérations enregistrées par la personne", STAFF_LIMIT);

    private static final Map<String, String> ROLES = Map.ofEntries(
            Map.entry("id", "la personne elle-même"),
            Map.entry("personId", "personne concernée"),
            Map.entry("contactId", "interlocuteur ou interlocutrice"),
            Map.entry("pilotId", "pilote"),
            Map.entry("deciderId", "décideur ou décideuse"),
            Map.entry("circuit.deciderId", "décideur ou décideuse du circuit"),
            Map.entry("steps.deciderId", "décideur ou décideuse du circuit type"),
            Map.entry("signatoryId", "signataire"),
            Map.entry("authorId", "auteur ou autrice"),
            Map.entry("authorIds", "auteur ou autrice"),
            Map.entry("roster", "attendue à la séance"),
            Map.entry("entries.personId", "sur la feuille d’émargement"),
            Map.entry("depicts", "figure sur la réalisation"),
            Map.entry("guardianId", "représentant légal ou représentante légale"),
            Map.entry(Mention.ACTOR, "a enregistré l’opération"));

    private final String title;
    private final Retention.Limit limit;

    Matter(String title, Retention.Limit limit) {
        this.title = title;
        this.limit = limit;
    }

    /** French, for people. */
    String title() {
        return title;
    }

    /** Which limit its facts keep a person under. */
    Retention.Limit limit() {
        return limit;
    }

    /** A role in French; itself where nobody gave it a name. */
    static String role(String role) {
        return ROLES.getOrDefault(role, role);
    }

    static boolean names(String role) {
        return ROLES.containsKey(role);
    }

    static Matter of(Event event, String role) {
        if (role.equals(Mention.ACTOR)) {
            return ACTION;
        }
        return switch (event) {
            case PersonEvent _ -> IDENTITY;
            case EpnEvent _ -> role.endsWith("deciderId") ? DECISION : POSITION;
            case PartnerEvent _ -> CONTACT;
            case ProjectEvent _, BilanEvent _ -> POSITION;
            case PartnershipEvent _ ->
                switch (role) {
                    case "contactId" -> CONTACT;
                    case "deciderId", "authorId" -> DECISION;
                    default -> POSITION;
                };
            case ConventionEvent _ -> role.equals("signatoryId") ? SIGNATURE : DECISION;
            case SessionEvent _ -> ATTENDANCE;
            case TimesheetEvent _ -> TIME;
            case DeliverableEvent _ -> WORK;
            case ImageConsentEvent _ -> CONSENT;
            case DatePollEvent _ -> POLL;
            // The families cannot be sealed together over packages: the catalogue's test walks through all of them.
            default -> throw new UnknownEventType(event.getClass().getSimpleName());
        };
    }
}

package org.maillage.query.relationshiphistory;

import static org.maillage.query.relationshiphistory.French.NBSP;
import static org.maillage.query.relationshiphistory.French.NNBSP;
import static org.maillage.query.relationshiphistory.French.count;
import static org.maillage.query.relationshiphistory.French.day;
import static org.maillage.query.relationshiphistory.French.duration;
import static org.maillage.query.relationshiphistory.French.euros;
import static org.maillage.query.relationshiphistory.French.moment;
import static org.maillage.query.relationshiphistory.French.quoted;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.Id;
import org.maillage.kernel.bilan.BilanEvent;
import org.maillage.kernel.bilan.BilanEvent.*;
import org.maillage.kernel.convention.ConventionEvent;
import org.maillage.kernel.convention.ConventionEvent.*;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.IntangibleBenefit;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.person.PersonEvent.*;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.project.ProjectEvent.*;
import org.maillage.kernel.session.AttendanceStatus;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.kernel.session.SessionEvent.*;
import org.maillage.kernel.timesheet.Phase;
import org.maillage.kernel.timesheet.TimesheetEvent;
import org.maillage.kernel.timesheet.TimesheetEvent.*;
import org.maillage.kernel.wire.UnknownEventType;

/** A fact in French, for whoever reads the history. What people typed stands between guillemets. */
final class Sentence {

    private final Names names;

    private Sentence(Names names) {
        this.names = names;
    }

    static String of(Event event, Names names) {
        return French.capitalised(new Sentence(names).text(event));
    }

    private String text(Event event) {
        return switch (event) {
            case PartnershipEvent partnership -> text(partnership);
            case ConventionEvent convention -> text(convention);
            case SessionEvent session -> text(session);
            case TimesheetEvent timesheet -> text(timesheet);
            case BilanEvent bilan -> text(bilan);
            case PartnerEvent partner -> text(partner);
            case ProjectEvent project -> text(project);
            case EpnEvent epn -> text(epn);
            case PersonEvent person -> text(person);
            // The families cannot be sealed together over packages: the catalogue's test walks through all of them.
            default -> throw new UnknownEventType(event.getClass().getSimpleName());
        };
    }

    private String text(PartnershipEvent event) {
        return switch (event) {
            case PartnershipProposed e ->
                epn(e.epnId()) + " propose un partenariat à " + partners(e.partnerIds()) + project(e) + "."
                        + (e.renewedFrom() == null ? "" : " Il reconduit un partenariat précédent.")
                        + " Pilote" + NBSP + ": " + names.person(e.pilotId()) + ".";
            case ExchangeLogged e -> exchange(e.channel(), "avec les partenaires", e.contactId(), e.note());
            case AuthorityClearanceRequested e ->
                "l’accord de l’autorité de tutelle est demandé"
                        + (e.deciderId() == null ? "" : " à " + names.person(e.deciderId())) + ".";
            case AuthorityClearanceGranted e -> "l’autorité de tutelle donne son accord" + decider(e.deciderId()) + ".";
            case AuthorityClearanceRefused e ->
                "l’autorité de tutelle refuse son accord" + decider(e.deciderId()) + "." + motive(e.reason());
            case NegotiationEntered _ -> "la négociation du partenariat commence.";
            case ContributionPledged e ->
                partner(e.partnerId()) + " promet " + contribution(e.kind(), e.amount()) + " (" + nature(e.nature())
                        + ")" + NBSP + ": " + quoted(e.description()) + ".";
            case ContributionReceived e ->
                contribution(e.kind(), e.amount()) + " est reçu le " + day(e.receivedOn()) + ".";
            case DirectCostRecorded e ->
                "une dépense de " + euros(e.amount().value()) + " est engagée le " + day(e.incurredOn()) + NBSP + ": "
                        + quoted(e.label()) + ".";
            case PartnershipAgreed _ ->
                "le partenariat est conclu" + NBSP + ": toutes les parties ont signé la convention.";
            case AgreedWithoutConvention e -> "le partenariat est conclu sans convention." + motive(e.reason());
            case BilanMeetingScheduled e -> "la réunion de bilan est fixée au " + moment(e.at()) + ".";
            case ActionStarted e -> "l’action démarre le " + day(e.startedOn()) + ".";
            case ActionSuspended e -> "l’action est suspendue." + motive(e.reason());
            case ActionResumed e -> "l’action reprend." + motive(e.reason());
            case ActionCompleted e ->
                "l’action se termine le " + day(e.completedOn()) + NNBSP + "; son bilan est attendu.";
            case PartnershipTerminated e ->
                "le partenariat prend fin avant son terme" + NNBSP + "; son bilan reste attendu." + motive(e.reason());
            case PartnershipDeclined e -> "la proposition de partenariat est refusée." + motive(e.reason());
            case ProposalWithdrawn e -> "la proposition de partenariat est retirée." + motive(e.reason());
            case IntangibleBenefitRated e ->
                "un bénéfice immatériel est noté " + e.level() + " sur 5" + NBSP + ": " + benefit(e.kind()) + "."
                        + note(e.note());
            case BilanDelivered _ -> "tous les partenaires ont reçu le bilan.";
            case FollowUpDecided e -> followUp(e);
        };
    }

    private String project(PartnershipProposed event) {
        var name = names.of(event.projectId());
        return name == null ? "" : " pour le projet " + quoted(name);
    }

    private String followUp(FollowUpDecided event) {
        var decision = switch (event.decision()) {
            case RENEW_IDENTICAL -> "reconduction à l’identique, dans un nouveau partenariat";
            case NEW_PROJECT -> "un nouveau projet avec les mêmes partenaires" + newProject(event.projectId());
            case CLOSE -> "clôture";
        };
        return "suite décidée" + NBSP + ": " + decision + ".";
    }

    private String newProject(@Nullable Id project) {
        var name = project == null ? null : names.of(project);
        return name == null ? "" : ", " + quoted(name);
    }

    private String text(ConventionEvent event) {
        return switch (event) {
            case ConventionDrafted e -> party(e.draftedBy(), e.epnId()) + " rédige la version 1 de la convention.";
            case ConventionRevised e ->
                party(e.draftedBy(), e.epnId()) + " rédige la version " + e.versionNumber() + " de la convention"
                        + NNBSP + "; les approbations et les signatures données jusque-là sont annulées.";
            case ConventionSubmitted e ->
                "la version " + e.versionNumber() + " de la convention est soumise au circuit de validation.";
            case StepApproved e -> names.person(e.deciderId()) + " approuve l’étape " + quoted(e.step()) + ".";
            case StepRejected e ->
                names.person(e.deciderId()) + " rejette l’étape " + quoted(e.step()) + "." + motive(e.reason());
            case ConventionValidated e ->
                "la version " + e.versionNumber() + " de la convention est validée par tout le circuit.";
            case ConventionSigned e ->
                names.person(e.signatoryId()) + " signe la convention au nom de " + party(e.party(), e.epnId()) + " le "
                        + day(e.signedOn()) + ".";
            case ConventionFullySigned _ -> "toutes les parties ont signé la même version de la convention.";
        };
    }

    private String text(SessionEvent event) {
        return switch (event) {
            case SessionPlanned e ->
                "une séance de " + duration(e.minutes().value()) + " est prévue le " + moment(e.startsAt())
                        + (e.place() == null ? "" : ", lieu" + NBSP + ": " + quoted(e.place()))
                        + (e.roster().isEmpty()
                                ? ", ouverte à tous."
                                : ", " + count(e.roster().size(), "personne attendue", "personnes attendues") + ".")
                        + (e.rescheduledFrom() == null ? "" : " Elle remplace une séance reportée.");
            case SessionRescheduled e -> "la séance est reportée au " + moment(e.startsAt()) + "." + motive(e.reason());
            case SessionCancelled e -> "la séance est annulée." + motive(e.reason());
            case SessionHeld _ -> "la séance a eu lieu.";
            case AttendanceRecorded e ->
                "la feuille d’émargement est remplie" + NBSP + ": "
                        + count(with(e, AttendanceStatus.PRESENT), "présent", "présents") + ", "
                        + count(with(e, AttendanceStatus.EXCUSED), "excusé", "excusés") + ", "
                        + count(with(e, AttendanceStatus.ABSENT), "absent", "absents") + ".";
            case HeadcountRecorded e ->
                count(e.headcount(), "personne comptée", "personnes comptées") + " à la séance.";
            case AttendanceCorrected e ->
                "l’émargement de " + names.person(e.personId()) + " est corrigé" + NBSP + ": " + status(e.status())
                        + "." + motive(e.reason());
            case SheetClosed _ -> "la feuille d’émargement est close.";
        };
    }

    private static long with(AttendanceRecorded event, AttendanceStatus status) {
        return event.entries().stream()
                .filter(entry -> entry.status() == status)
                .count();
    }

    private String text(TimesheetEvent event) {
        return switch (event) {
            case TimeLogged e ->
                names.person(e.personId()) + " consacre " + duration(e.minutes().value()) + " " + to(e.phase()) + " le "
                        + day(e.day()) + "." + note(e.note());
            case TimeCorrected e ->
                "le temps de " + names.person(e.personId()) + " est corrigé" + NBSP + ": "
                        + duration(e.minutes().value()) + " " + to(e.phase()) + " le " + day(e.day()) + "."
                        + motive(e.reason());
        };
    }

    private String text(BilanEvent event) {
        return switch (event) {
            case BilanDrafted _ -> "le bilan est rédigé.";
            case BilanShared e -> "le bilan est transmis à " + partner(e.partnerId()) + ".";
            case BilanAmended e -> partner(e.partnerId()) + " complète le bilan" + NBSP + ": " + quoted(e.text()) + ".";
            case BilanFinalised _ -> "le bilan est définitif.";
        };
    }

    private String text(PartnerEvent event) {
        return switch (event) {
            case PartnerRegistered e ->
                "la fiche partenaire de " + quoted(e.name()) + " est créée."
                        + (e.source() == null ? "" : " Origine" + NBSP + ": " + quoted(e.source()) + ".");
            case ContactAdded e ->
                "nouvel interlocuteur chez " + partner(e.id()) + NBSP + ": " + names.person(e.personId())
                        + ", fonction " + quoted(e.role().value()) + ".";
            case PartnerExchangeLogged e -> exchange(e.channel(), "avec " + partner(e.id()), e.contactId(), e.note());
            case PartnerCardConfirmed e ->
                "la fiche de " + partner(e.id()) + " est confirmée à jour au " + day(e.on()) + ".";
        };
    }

    private String text(ProjectEvent event) {
        return switch (event) {
            case ProjectDrafted e ->
                "le projet " + quoted(e.name()) + " est imaginé" + NBSP + ": " + lasting(e.duration())
                        + budget(e.budget()) + ".";
        };
    }

    private static String budget(@Nullable Money budget) {
        return budget == null ? "" : ", avec un budget de " + euros(budget.value());
    }

    private String text(EpnEvent event) {
        return switch (event) {
            case EpnRegistered e -> "l’EPN " + quoted(e.name()) + " rejoint Maillage.";
            case StaffAppointed e ->
                names.person(e.personId()) + " rejoint l’équipe de l’EPN, fonction "
                        + quoted(e.role().value()) + ".";
            case HourlyRateSet e ->
                "le taux horaire de " + rated(e) + " est fixé à "
                        + euros(e.amount().value()) + " à partir du " + day(e.effectiveFrom()) + ".";
        };
    }

    private String rated(HourlyRateSet event) {
        if (event.personId() != null) {
            return names.person(event.personId());
        }
        return event.role() == null
                ? "tous"
                : "la fonction " + quoted(event.role().value());
    }

    private String text(PersonEvent event) {
        return switch (event) {
            case PersonRegistered e -> "une fiche est créée pour " + names.person(e.id()) + ".";
        };
    }

    private String exchange(ExchangeChannel channel, String with, @Nullable PersonId contact, @Nullable String note) {
        return "échange " + by(channel) + " " + with
                + (contact == null ? "" : ", interlocuteur" + NBSP + ": " + names.person(contact)) + "." + note(note);
    }

    private String epn(EpnId id) {
        var name = names.of(id);
        return name == null ? "l’EPN" : "l’EPN " + quoted(name);
    }

    private String partner(Id id) {
        var name = names.of(id);
        return name == null ? "un partenaire" : quoted(name);
    }

    private String partners(Collection<? extends Id> ids) {
        var called = ids.stream().map(this::partner).toList();
        return switch (called.size()) {
            case 0, 1 -> String.join("", called);
            default -> enumeration(called);
        };
    }

    private static String enumeration(List<String> called) {
        var last = called.size() - 1;
        return called.subList(0, last).stream().collect(Collectors.joining(", à ")) + " et à " + called.get(last);
    }

    private String party(PartyId party, EpnId epn) {
        return party.equals(PartyId.of(epn)) ? epn(epn) : partner(party);
    }

    private String decider(@Nullable PersonId id) {
        return id == null ? "" : ", décision de " + names.person(id);
    }

    private static String motive(String reason) {
        return " Motif" + NBSP + ": " + quoted(reason) + ".";
    }

    private static String note(@Nullable String note) {
        return note == null || note.isBlank() ? "" : " Note" + NBSP + ": " + quoted(note) + ".";
    }

    private static String by(ExchangeChannel channel) {
        return switch (channel) {
            case MAIL -> "par courriel";
            case PHONE -> "par téléphone";
            case LETTER -> "par courrier";
            case MEETING -> "lors d’une rencontre";
            case LOCAL_EVENT -> "lors d’un événement local";
            case INTRODUCTION -> "par une mise en relation";
        };
    }

    private static String contribution(ContributionKind kind, Money amount) {
        return switch (kind) {
            case CASH -> "un apport financier de " + euros(amount.value());
            case IN_KIND -> "un apport en nature d’une valeur de " + euros(amount.value());
        };
    }

    private static String nature(ContributionNature nature) {
        return switch (nature) {
            case EQUIPMENT -> "équipement";
            case RENTAL -> "location";
            case OPERATING -> "fonctionnement";
            case PREMISES -> "locaux";
            case SPEAKERS -> "intervenants";
            case AUDIENCE -> "publics";
            case VISIBILITY -> "notoriété";
        };
    }

    private static String benefit(IntangibleBenefit kind) {
        return switch (kind) {
            case CREDIBILITY -> "crédibilité";
            case LISTENING -> "écoute";
            case NEW_AUDIENCE -> "nouveaux publics";
            case VISIBILITY -> "notoriété";
        };
    }

    private static String status(AttendanceStatus status) {
        return switch (status) {
            case PRESENT -> "présence";
            case EXCUSED -> "absence excusée";
            case ABSENT -> "absence";
        };
    }

    private static String lasting(ProjectDuration duration) {
        return switch (duration) {
            case ONE_OFF -> "action ponctuelle";
            case LONG_RUNNING -> "action au long cours";
        };
    }

    private static String to(Phase phase) {
        return switch (phase) {
            case PROSPECTING -> "à la prospection";
            case NEGOTIATION -> "à la négociation";
            case DRAFTING -> "à la rédaction";
            case PREPARATION -> "à la préparation";
            case DELIVERY -> "à l’animation";
            case FOLLOW_UP -> "au suivi";
            case BILAN -> "au bilan";
        };
    }
}

package org.maillage.query.relationshiphistory;

import static org.maillage.query.relationshiphistory.French.NBSP;
import static org.maillage.query.relationshiphistory.French.NNBSP;
import static org.maillage.query.relationshiphistory.French.count;
import static org.maillage.query.relationshiphistory.French.day;
import static org.maillage.query.relationshiphistory.French.de;
import static org.maillage.query.relationshiphistory.French.duration;
import static org.maillage.query.relationshiphistory.French.euros;
import static org.maillage.query.relationshiphistory.French.moment;
import static org.maillage.query.relationshiphistory.French.quoted;
import static org.maillage.query.relationshiphistory.French.weekly;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.Id;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.bilan.BilanEvent;
import org.maillage.kernel.bilan.BilanEvent.*;
import org.maillage.kernel.consent.ImageConsentEvent;
import org.maillage.kernel.consent.ImageConsentEvent.*;
import org.maillage.kernel.consent.ImageMedium;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.convention.ConventionEvent;
import org.maillage.kernel.convention.ConventionEvent.*;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.convention.TemplateStep;
import org.maillage.kernel.deliverable.DeliverableEvent;
import org.maillage.kernel.deliverable.DeliverableEvent.*;
import org.maillage.kernel.deliverable.Medium;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.epn.Thresholds;
import org.maillage.kernel.funding.CumulationConflict;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partner.ChannelConstraintKind;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partner.TechFamiliarity;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.DocumentKind;
import org.maillage.kernel.partnership.IntangibleBenefit;
import org.maillage.kernel.partnership.MilestoneKind;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.Posture;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.person.PersonEvent.*;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.poll.Availability;
import org.maillage.kernel.poll.DatePollEvent;
import org.maillage.kernel.poll.DatePollEvent.*;
import org.maillage.kernel.project.AcquisitionMode;
import org.maillage.kernel.project.NeedKind;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.project.ProjectEvent.*;
import org.maillage.kernel.project.StrategicFit;
import org.maillage.kernel.session.AttendanceStatus;
import org.maillage.kernel.session.SeriesFrequency;
import org.maillage.kernel.session.SeriesSlot;
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
            case DeliverableEvent deliverable -> text(deliverable);
            case ImageConsentEvent consent -> text(consent);
            case DatePollEvent poll -> text(poll);
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
            case ProposalRevised e -> "la proposition est reformulée." + benefits(e) + served(e.missions());
            case PartnerJoined e -> partner(e.partnerId()) + " rejoint le partenariat.";
            case PartnerLeft e -> partner(e.partnerId()) + " quitte le partenariat." + motive(e.reason());
            case PilotAssigned e ->
                names.person(e.personId()) + ", pour " + side(e.epnId(), e.partnerId())
                        + ", pilote désormais le partenariat.";
            case ResponsibilityAssigned e ->
                names.person(e.personId()) + ", pour " + side(e.epnId(), e.partnerId()) + ", répond désormais du champ "
                        + quoted(e.field()) + ".";
            case PostureSet e -> epn(e.epnId()) + " se positionne" + NBSP + ": " + posture(e.posture()) + ".";
            case CumulationConflictWaived e -> waiver(e);
            case PledgeAmended e ->
                "la promesse " + de(partner(e.partnerId())) + " est modifiée" + NBSP + ": "
                        + contribution(e.kind(), e.amount()) + " (" + nature(e.nature()) + "), "
                        + quoted(e.description()) + "." + motive(e.reason());
            case ReceiptCorrected e ->
                "un apport reçu est corrigé" + NBSP + ": " + contribution(e.kind(), e.amount()) + ", le "
                        + day(e.receivedOn()) + "." + motive(e.reason());
            case DirectCostCorrected e ->
                "une dépense est corrigée" + NBSP + ": " + euros(e.amount().value()) + " le " + day(e.incurredOn())
                        + ", " + quoted(e.label()) + "." + motive(e.reason());
            case SupportGranted e -> support(e);
            case MilestonePlanned e ->
                "étape prévue le " + moment(e.at()) + NBSP + ": " + milestone(e.kind())
                        + (e.title() == null ? "" : ", " + quoted(e.title())) + place(e.place()) + ".";
            case MilestoneReached e -> "une étape prévue est franchie le " + day(e.reachedOn()) + ".";
            case TimeConstraintDeclared e -> constraint(e);
            case TimeConstraintLifted e -> "un impératif horaire est levé." + motive(e.reason());
            case DocumentAttached e ->
                (e.version() == 1 ? "un document est joint" : "la version " + e.version() + " d’un document est jointe")
                        + NBSP + ": " + quoted(e.title()) + " (" + document(e.kind()) + ").";
            case ToolAgreed e -> tool(e);
            case ToolTrainingPlanned e ->
                "une séance de prise en main d’un outil est prévue le " + moment(e.at()) + place(e.place()) + ".";
            case PartnerPresenceRecorded e ->
                partner(e.partnerId()) + " assiste à l’action le " + day(e.on())
                        + (e.sessionId() == null ? "." : ", lors d’une séance.") + note(e.note());
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

    private static String benefits(ProposalRevised event) {
        return gains("Bénéfices pour l’EPN", event.ourBenefits())
                + gains("Bénéfices pour les partenaires", event.theirBenefits());
    }

    private static String gains(String whose, List<String> benefits) {
        return " " + whose + NBSP + ": " + (benefits.isEmpty() ? "aucun" : quotations(benefits)) + ".";
    }

    private static String served(List<String> missions) {
        return " Missions" + NBSP + ": " + (missions.isEmpty() ? "aucune" : quotations(missions)) + ".";
    }

    private String waiver(CumulationConflictWaived event) {
        var funders = event.conflicts().stream()
                .map(CumulationConflict::funder)
                .distinct()
                .toList();
        return "le conflit de cumul est levé par dérogation"
                + (funders.isEmpty() ? "" : ", financement concerné" + NBSP + ": " + quotations(funders)) + "."
                + (event.authorId() == null ? "" : " Décision" + NBSP + ": " + names.person(event.authorId()) + ".")
                + motive(event.reason());
    }

    private String support(SupportGranted event) {
        var what = switch (event.kind()) {
            case CASH -> "une aide financière de ";
            case IN_KIND -> "une aide en nature d’une valeur de ";
        };
        return what + euros(event.amount().value()) + " est accordée à " + partner(event.partnerId()) + " le "
                + day(event.decidedOn()) + NBSP + ": " + quoted(event.purpose()) + "."
                + (event.decisionReference() == null
                        ? ""
                        : " Décision" + NBSP + ": " + quoted(event.decisionReference()) + ".");
    }

    private String constraint(TimeConstraintDeclared event) {
        var whose = event.supplier() == null
                ? event.partnerId() == null ? "un fournisseur" : partner(event.partnerId())
                : quoted(event.supplier());
        var openings = event.openings().stream()
                .map(opening -> weekly(opening.day(), opening.from(), opening.until()))
                .toList();
        return whose + " n’est disponible que certaines heures"
                + (openings.isEmpty() ? "." : NBSP + ": " + enumeration(openings) + ".") + note(event.note());
    }

    private String tool(ToolAgreed event) {
        var lacking = event.lackedBy().stream().map(this::partner).toList();
        return "les parties conviennent d’utiliser " + quoted(event.name())
                + (event.free() ? ", que chacun peut installer librement" : ", qui n’est pas libre")
                + (lacking.isEmpty() ? "." : NNBSP + "; il manque encore à " + partners(event.lackedBy()) + ".");
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
            case PartiesChanged e ->
                "les parties à la convention sont désormais "
                        + enumeration(e.parties().stream()
                                .map(party -> party(party, e.epnId()))
                                .toList())
                        + NNBSP + "; les approbations et les signatures données jusque-là sont annulées.";
            case DeciderNamed e ->
                names.person(e.deciderId()) + " décidera de l’étape " + quoted(e.step())
                        + (e.expectedOn() == null ? "." : ", attendue pour le " + day(e.expectedOn()) + ".");
            case MunicipalActAttached e ->
                "l’acte municipal " + quoted(e.reference()) + ", adopté le " + day(e.adoptedOn())
                        + ", est joint à la convention.";
            case ConventionAmended e ->
                party(e.draftedBy(), e.epnId()) + " rédige un avenant" + NBSP + ": la version " + e.versionNumber()
                        + " de la convention est à signer." + motive(e.reason());
            case ConventionTerminated e ->
                "la convention est résiliée le " + day(e.terminatedOn()) + "." + motive(e.reason());
            case ConventionExpired e -> "la convention est arrivée à échéance le " + day(e.expiredOn()) + ".";
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
                "l’émargement " + de(names.person(e.personId())) + " est corrigé" + NBSP + ": " + status(e.status())
                        + "." + motive(e.reason());
            case SheetClosed _ -> "la feuille d’émargement est close.";
            case SessionSeriesPlanned e ->
                "une série de " + count(e.sessions().size(), "séance", "séances") + " est prévue, "
                        + every(e.frequency())
                        + e.sessions().stream()
                                .map(SeriesSlot::startsAt)
                                .min(Comparator.naturalOrder())
                                .map(first -> ", à partir du " + moment(first))
                                .orElse("")
                        + ".";
            case ImagesDecided e ->
                e.imagesTaken()
                        ? "des images seront prises pendant la séance."
                        : "aucune image ne sera prise pendant la séance.";
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
                "le temps " + de(names.person(e.personId())) + " est corrigé" + NBSP + ": "
                        + duration(e.minutes().value()) + " " + to(e.phase()) + " le " + day(e.day()) + "."
                        + motive(e.reason());
        };
    }

    private String text(BilanEvent event) {
        return switch (event) {
            case BilanDrafted e -> "le bilan est rédigé" + drafted(e.draftedBy(), e.epnId()) + ".";
            case BilanShared e -> "le bilan est transmis à " + partner(e.partnerId()) + ".";
            case BilanAmended e -> partner(e.partnerId()) + " complète le bilan" + NBSP + ": " + quoted(e.text()) + ".";
            case BilanFinalised _ -> "le bilan est définitif.";
            case BilanRevised e ->
                "la version " + e.version() + " du bilan est rédigée" + drafted(e.draftedBy(), e.epnId()) + NNBSP
                        + "; elle reste à transmettre aux partenaires.";
            case BilanReopened e ->
                "le bilan est rouvert, en version " + e.version() + NNBSP
                        + "; elle reste à transmettre aux partenaires." + motive(e.reason());
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
            case PartnerRevised e -> "la fiche partenaire de " + quoted(e.name()) + " est mise à jour.";
            case ContactRoleChanged e ->
                names.person(e.personId()) + " change de fonction chez " + partner(e.id()) + NBSP + ": "
                        + quoted(e.role().value()) + ".";
            case ContactRemoved e -> names.person(e.personId()) + " ne représente plus " + partner(e.id()) + ".";
            case TechFamiliaritySet e ->
                "familiarité avec les outils numériques, chez " + partner(e.id()) + NBSP + ": " + familiarity(e.level())
                        + ".";
            case ChannelConstraintNoted e ->
                "contrainte de contact chez " + partner(e.id())
                        + (e.contactId() == null ? "" : ", interlocuteur " + names.person(e.contactId())) + NBSP + ": "
                        + constraint(e.kind()) + "." + note(e.note());
            case FundingObjectionDeclared e ->
                "le financement par " + quoted(e.funder()) + " pose problème à " + partner(e.id()) + "."
                        + (e.reason() == null ? "" : motive(e.reason()));
            case FundingObjectionWithdrawn e ->
                "le financement par " + quoted(e.funder()) + " ne pose plus problème à " + partner(e.id()) + "."
                        + motive(e.reason());
            case PartnerInvited e ->
                partner(e.id()) + " est invité à une action en cours, le " + day(e.on()) + "." + note(e.note());
            case GreetingSent e ->
                "des vœux sont adressés à " + partner(e.id()) + " le " + day(e.on())
                        + (e.channel() == null ? "" : ", " + by(e.channel())) + "." + note(e.note());
            case PartnerCardMerged e ->
                "la fiche " + de(partner(e.id())) + " faisait double emploi" + NNBSP
                        + "; elle est fusionnée dans celle " + de(partner(e.into())) + ".";
            case PartnerCardAbsorbed e ->
                "la fiche " + de(partner(e.id())) + " reprend celle " + de(partner(e.merged()))
                        + ", qui faisait double emploi.";
        };
    }

    private String text(ProjectEvent event) {
        return switch (event) {
            case ProjectDrafted e ->
                "le projet " + quoted(e.name()) + " est imaginé" + NBSP + ": " + lasting(e.duration())
                        + budget(e.budget()) + ".";
            case NeedDeclared e ->
                "besoin déclaré (" + need(e.kind()) + ")" + NBSP + ": " + quoted(e.description())
                        + (e.amount() == null
                                ? "."
                                : ", estimé à " + euros(e.amount().value()) + ".");
            case NeedWithdrawn e -> "un besoin du projet n’a plus lieu d’être." + motive(e.reason());
            case AcquisitionModeChosen e -> "pour répondre à un besoin, le projet choisit " + mode(e.mode()) + ".";
            case ProjectDomainsTagged e ->
                "domaines du projet" + NBSP + ": " + (e.domains().isEmpty() ? "aucun" : quotations(e.domains())) + ".";
            case ProjectMissionsNamed e ->
                "missions servies par le projet" + NBSP + ": "
                        + (e.missions().isEmpty() ? "aucune" : quotations(e.missions())) + ".";
            case StrategicFitAssessed e ->
                "le projet est jugé " + fit(e.fit()) + ", "
                        + (e.teamCommitted() ? "l’équipe y tient" : "l’équipe n’y tient pas particulièrement") + ", "
                        + (e.appealing() ? "il est vendeur auprès" : "il est peu vendeur auprès") + " des partenaires.";
            case ImageContextsAgreed e ->
                "contextes convenus pour les images" + NBSP + ": "
                        + (e.contexts().isEmpty() ? "aucun" : quotations(e.contexts())) + ".";
        };
    }

    private static String budget(@Nullable Money budget) {
        return budget == null ? "" : ", avec un budget de " + euros(budget.value());
    }

    private static String funding(FundingDeclared event) {
        return "une subvention " + de(quoted(event.funder()))
                + (event.amount() == null ? "" : ", " + euros(event.amount().value())) + ", est en vigueur à partir du "
                + day(event.from()) + (event.until() == null ? "" : " et jusqu’au " + day(event.until()))
                + (event.exclusive() ? ", sans cumul possible pour ces missions" : "") + "."
                + served(event.missions());
    }

    private static String thresholds(Thresholds set) {
        return "les seuils d’avertissement sont réglés" + NBSP + ": fiche partenaire à revoir après "
                + days(set.staleCardDays()) + ", analyse de " + days(set.analysisDelayDays())
                + " avant la réunion de bilan, réunion de bilan tardive après " + days(set.lateBilanMeetingDays())
                + ", apport conséquent à partir de "
                + euros(set.sizeableContribution().value()) + ", échéance d’une convention annoncée "
                + days(set.expiryNoticeDays()) + " avant"
                + (set.activePartnerships() == null
                        ? ""
                        : ", au plus " + count(set.activePartnerships(), "partenariat", "partenariats") + " à la fois")
                + ".";
    }

    private static String days(int number) {
        return count(number, "jour", "jours");
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
            case EpnMissionsRevised e ->
                "missions de l’EPN" + NBSP + ": " + (e.missions().isEmpty() ? "aucune" : quotations(e.missions()))
                        + ".";
            case EpnPositioned e ->
                "domaines de l’EPN" + NBSP + ": " + (e.domains().isEmpty() ? "aucun" : quotations(e.domains())) + "."
                        + (e.positioning() == null
                                ? ""
                                : " Positionnement" + NBSP + ": " + quoted(e.positioning()) + ".");
            case FundingDeclared e -> funding(e);
            case FundingEnded e ->
                "une subvention prend fin le " + day(e.endedOn()) + "."
                        + (e.reason() == null ? "" : motive(e.reason()));
            case ThresholdsSet e -> thresholds(e.thresholds());
            case CircuitTemplateSet e ->
                "circuit de validation des conventions, pour " + plural(e.partnerKind()) + NBSP + ": "
                        + (e.steps().isEmpty()
                                ? "aucune étape"
                                : quotations(e.steps().stream()
                                        .map(TemplateStep::name)
                                        .toList()))
                        + ".";
            case PartnersImported e ->
                "des fiches partenaires sont importées d’un fichier" + NBSP + ": " + count(e.rows(), "ligne", "lignes")
                        + ".";
            case AccessGranted e ->
                "accès ouvert à " + account(e) + NBSP + ": "
                        + e.roles().stream().map(AccessRole::claim).collect(Collectors.joining(", ")) + ".";
            case AccessRevoked e -> "accès fermé à un compte." + motive(e.reason());
        };
    }

    private String account(AccessGranted event) {
        return event.personId() == null ? "un compte" : names.person(event.personId());
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
            case PersonRevised e -> "les coordonnées " + de(names.person(e.id())) + " sont mises à jour.";
            case PersonPhotoSet e -> "le portrait " + de(names.person(e.id())) + " rejoint le trombinoscope.";
            case PersonErased e -> "les données personnelles d’une personne sont effacées." + motive(e.reason());
        };
    }

    private String text(DeliverableEvent event) {
        return switch (event) {
            case DeliverableCollected e ->
                "une réalisation est recueillie" + NBSP + ": " + quoted(e.title()) + " (" + medium(e.medium()) + ")"
                        + persons(", réalisée par ", e.authorIds()) + "."
                        + persons(" On y reconnaît ", e.depicts(), ".")
                        + (e.licence() == null ? "" : " Licence" + NBSP + ": " + quoted(e.licence()) + ".");
            case DeliverableLicensed e ->
                "les droits de diffusion d’une réalisation sont précisés" + NBSP + ": licence " + quoted(e.licence())
                        + persons(", accordée par ", e.authorIds()) + ".";
            case DeliverableTransmitted e ->
                "une réalisation est transmise à "
                        + (e.toPartnerId() == null ? epn(e.epnId()) : partner(e.toPartnerId())) + ", pour l’usage "
                        + user(e.user()) + NBSP + ": " + quoted(e.context()) + ".";
        };
    }

    private String text(ImageConsentEvent event) {
        return switch (event) {
            case ConsentRequested e ->
                "l’autorisation de droit à l’image est demandée à " + names.person(e.personId())
                        + (e.guardianId() == null
                                ? ""
                                : ", représentant légal" + NBSP + ": " + names.person(e.guardianId()))
                        + ".";
            case ConsentGranted e ->
                names.person(e.personId()) + " donne son autorisation de droit à l’image le " + day(e.signedOn())
                        + NBSP + ": "
                        + enumeration(e.media().stream().map(Sentence::medium).toList())
                        + ", pour l’usage "
                        + String.join(
                                " et ", e.users().stream().map(Sentence::user).toList())
                        + (e.contexts().isEmpty() ? "" : ", dans " + quotations(e.contexts()))
                        + (e.until() == null ? "." : ", jusqu’au " + day(e.until()) + ".");
            case ConsentRefused e ->
                names.person(e.personId()) + " refuse son autorisation de droit à l’image le " + day(e.on()) + ".";
            case ConsentWithdrawn e ->
                names.person(e.personId()) + " retire son autorisation de droit à l’image le " + day(e.on()) + ".";
        };
    }

    private String text(DatePollEvent event) {
        return switch (event) {
            case DatePollOpened e ->
                "un sondage de dates est ouvert" + NBSP + ": " + quoted(e.question()) + "."
                        + (e.options().isEmpty()
                                ? ""
                                : " Dates proposées" + NBSP + ": le "
                                        + disjunction(e.options().stream()
                                                .map(French::moment)
                                                .toList())
                                        + ".");
            case DatePollAnswered e ->
                names.person(e.personId()) + " répond au sondage de dates" + NBSP + ": "
                        + saying(e, Availability.YES) + NBSP + "oui, "
                        + saying(e, Availability.IF_NEED_BE) + NBSP + "si nécessaire, "
                        + saying(e, Availability.NO) + NBSP + "non.";
            case DatePollClosed e -> "la date choisie au sondage est le " + moment(e.chosen()) + ".";
        };
    }

    private static long saying(DatePollAnswered event, Availability answer) {
        return event.answers().stream().filter(each -> each.answer() == answer).count();
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

    /** What follows « à »: {@code a, à b et à c}. */
    private String partners(Collection<? extends Id> ids) {
        return joined(ids.stream().map(this::partner).toList(), ", à ", " et à ");
    }

    private static String joined(List<String> parts, String between, String last) {
        if (parts.size() < 2) {
            return String.join("", parts);
        }
        return String.join(between, parts.subList(0, parts.size() - 1)) + last + parts.getLast();
    }

    /** {@code a, b et c}. */
    private static String enumeration(List<String> parts) {
        return joined(parts, ", ", " et ");
    }

    /** {@code 1, le 2 ou le 3}. */
    private static String disjunction(List<String> dates) {
        return joined(dates, ", le ", " ou le ");
    }

    private static String quotations(List<String> texts) {
        return enumeration(texts.stream().map(French::quoted).toList());
    }

    private String persons(String before, List<PersonId> ids) {
        return persons(before, ids, "");
    }

    private String persons(String before, List<PersonId> ids, String after) {
        return ids.isEmpty()
                ? ""
                : before + enumeration(ids.stream().map(names::person).toList()) + after;
    }

    /** The centre, or one of the partners. */
    private String side(EpnId epn, @Nullable PartnerId partner) {
        return partner == null ? epn(epn) : partner(partner);
    }

    private String drafted(@Nullable PartyId party, EpnId epn) {
        return party == null ? "" : " au nom de " + party(party, epn);
    }

    private static String place(@Nullable String place) {
        return place == null ? "" : ", lieu" + NBSP + ": " + quoted(place);
    }

    private String party(PartyId party, EpnId epn) {
        return party.equals(PartyId.of(epn)) ? epn(epn) : partner(party);
    }

    private String decider(@Nullable PersonId id) {
        return id == null ? "" : ", décision " + de(names.person(id));
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

    private static String posture(Posture posture) {
        return switch (posture) {
            case SERVICE -> "prestation de service";
            case ADVICE -> "conseil de centre ressource";
            case WITH -> "faire avec";
            case FOR -> "faire pour";
        };
    }

    private static String milestone(MilestoneKind kind) {
        return switch (kind) {
            case INFORMAL_MEETING -> "rencontre informelle";
            case EXCHANGES -> "allers-retours sur le projet commun";
            case FORMAL_MEETING -> "rencontre formelle, vérification et signature";
            case SET_UP_MEETING -> "rencontre de mise en place de l’action";
            case HIGHLIGHT -> "temps fort de l’action";
            case BILAN_MEETING -> "réunion de bilan";
            case OTHER -> "autre rendez-vous";
        };
    }

    private static String document(DocumentKind kind) {
        return switch (kind) {
            case DOSSIER -> "dossier de présentation";
            case SLIDES -> "diaporama";
            case MUNICIPAL_ACT -> "acte municipal";
            case WORKSPACE -> "espace de travail partagé";
            case OTHER -> "autre document";
        };
    }

    private static String every(SeriesFrequency frequency) {
        return switch (frequency) {
            case WEEKLY -> "chaque semaine";
            case FORTNIGHTLY -> "une semaine sur deux";
            case MONTHLY -> "chaque mois";
        };
    }

    private static String familiarity(TechFamiliarity level) {
        return switch (level) {
            case NONE -> "aucune";
            case LOW -> "faible";
            case FAIR -> "correcte";
            case HIGH -> "grande";
        };
    }

    private static String constraint(ChannelConstraintKind kind) {
        return switch (kind) {
            case SMALL_MAILBOX -> "messagerie de faible capacité";
            case SLOW_ANSWERS -> "réponses tardives";
            case PHONE_ONLY -> "téléphone seulement";
            case LETTER_ONLY -> "courrier postal seulement";
            case OTHER -> "autre contrainte";
        };
    }

    private static String need(NeedKind kind) {
        return switch (kind) {
            case FUNDING -> "finances";
            case EQUIPMENT -> "matériel";
            case PREMISES -> "locaux";
            case SPEAKERS -> "intervenants";
            case AUDIENCE -> "publics";
            case VISIBILITY -> "notoriété";
        };
    }

    private static String mode(AcquisitionMode mode) {
        return switch (mode) {
            case BUY -> "l’achat";
            case RENT -> "la location";
            case BORROW -> "le prêt";
        };
    }

    private static String fit(StrategicFit fit) {
        return switch (fit) {
            case INDISPENSABLE -> "indispensable";
            case ACCESSORY -> "accessoire";
        };
    }

    private static String plural(PartnerKind kind) {
        return switch (kind) {
            case MUNICIPAL_SERVICE -> "les services municipaux";
            case ASSOCIATION -> "les associations";
            case COMPANY -> "les entreprises";
            case SCHOOL -> "les établissements scolaires";
            case CULTURAL_VENUE -> "les lieux culturels";
            case OTHER_PUBLIC_BODY -> "les autres organismes publics";
        };
    }

    private static String medium(Medium medium) {
        return switch (medium) {
            case STILL -> "image fixe";
            case MOVING -> "image animée";
            case VOICE -> "voix";
            case TEXT -> "texte";
            case OBJECT -> "objet";
        };
    }

    private static String medium(ImageMedium medium) {
        return switch (medium) {
            case STILL -> "image fixe";
            case MOVING -> "image animée";
            case VOICE -> "voix";
        };
    }

    private static String user(ImageUser user) {
        return switch (user) {
            case EPN -> "de l’EPN";
            case PARTNERS -> "des partenaires";
        };
    }
}

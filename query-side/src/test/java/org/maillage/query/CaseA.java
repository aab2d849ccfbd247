package org.maillage.query;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.Ids;
import org.maillage.kernel.bilan.BilanEvent.*;
import org.maillage.kernel.bilan.BilanId;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.convention.CircuitStep;
import org.maillage.kernel.convention.Clauses;
import org.maillage.kernel.convention.ConventionEvent.*;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Rna;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.CostId;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.IntangibleBenefit;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.ReceiptId;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonEvent.*;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectEvent.*;
import org.maillage.kernel.project.ProjectId;
import org.maillage.kernel.session.AttendanceEntry;
import org.maillage.kernel.session.AttendanceStatus;
import org.maillage.kernel.session.SessionEvent.*;
import org.maillage.kernel.session.SessionId;
import org.maillage.kernel.timesheet.Phase;
import org.maillage.kernel.timesheet.TimeEntryId;
import org.maillage.kernel.timesheet.TimesheetEvent.*;
import org.maillage.kernel.timesheet.TimesheetId;

/** « Lire Ensemble »: the acceptance case, as the events that the command side would have decided. */
public final class CaseA {

    private static final int[] PRESENT = {11, 12, 10, 9, 10, 0, 11, 8, 10, 12, 9};
    private static final int[] EXCUSED = {1, 0, 1, 1, 1, 0, 0, 2, 1, 0, 1};
    private static final int LEARNERS = 12;
    private static final int RESCHEDULED = 5;
    private static final int REPLACEMENT = 10;

    public final EpnId epn = new EpnId(Ids.next());
    public final PartnerId partner = new PartnerId(Ids.next());
    public final ProjectId project = new ProjectId(Ids.next());
    public final PartnershipId partnership = new PartnershipId(Ids.next());
    public final PartnershipId renewal = new PartnershipId(Ids.next());
    public final ConventionId convention = new ConventionId(Ids.next());
    public final BilanId bilan = new BilanId(Ids.next());
    public final PersonId responsable = new PersonId(Ids.next());
    public final PersonId animatrice = new PersonId(Ids.next());
    public final PersonId elu = new PersonId(Ids.next());
    public final PersonId contact = new PersonId(Ids.next());
    public final List<PersonId> learners =
            Stream.generate(() -> new PersonId(Ids.next())).limit(LEARNERS).toList();
    public final List<SessionId> sessions =
            Stream.generate(() -> new SessionId(Ids.next())).limit(11).toList();
    public final PledgeId cashPledge = new PledgeId(Ids.next());
    public final PledgeId tabletsPledge = new PledgeId(Ids.next());
    public final TimeEntryId negotiation = new TimeEntryId(Ids.next());

    /** Persons whose fields some test encrypted stand here instead of unreadable ones. */
    public PersonRegistered person(PersonId id) {
        return new PersonRegistered(id, epn, new Ciphertext("bm90aGluZw=="), null, null, false, 1);
    }

    public List<Event> organisations() {
        return List.of(
                new EpnRegistered(
                        epn,
                        "La Passerelle Numérique",
                        LegalForm.MUNICIPAL_SERVICE,
                        new Siret("21990001600011"),
                        new CommuneCode("49007"),
                        List.of("inclusion numérique"),
                        List.of("adultes"),
                        5,
                        List.of(),
                        null,
                        null),
                new StaffAppointed(epn, responsable, new Role("responsable")),
                new StaffAppointed(epn, animatrice, new Role("animatrice")),
                new PartnerRegistered(
                        partner,
                        epn,
                        "Lire Ensemble",
                        PartnerKind.ASSOCIATION,
                        new Siret("99900010200015"),
                        new Rna("W991000001"),
                        new CommuneCode("49007"),
                        List.of("adultes"),
                        List.of("lecture"),
                        null,
                        null,
                        null,
                        List.of()),
                new ContactAdded(partner, epn, contact, new Role("présidente")),
                new ProjectDrafted(
                        project,
                        epn,
                        "Lire et écrire en numérique",
                        ProjectDuration.LONG_RUNNING,
                        List.of("adultes"),
                        List.of("lecture"),
                        null));
    }

    public List<Event> rates() {
        return List.of(
                new HourlyRateSet(epn, null, new Role("animatrice"), Money.of("24.00"), LocalDate.of(2025, 1, 1)),
                new HourlyRateSet(epn, null, new Role("responsable"), Money.of("31.50"), LocalDate.of(2025, 1, 1)));
    }

    public PartnershipProposed proposed() {
        return new PartnershipProposed(
                partnership,
                epn,
                project,
                List.of(partner),
                responsable,
                List.of("de nouveaux publics"),
                List.of("des ateliers équipés"),
                List.of("inclusion numérique"),
                null,
                List.of());
    }

    public List<Event> agreement() {
        var clauses = new Clauses("Préambule", "Objectifs", "Modalités", "Engagements", "Suivi");
        var hash = clauses.hash(10, null);
        return List.of(
                proposed(),
                new NegotiationEntered(partnership, epn, List.of(Warning.NO_AUTHORITY_CLEARANCE)),
                new AuthorityClearanceGranted(partnership, epn, elu),
                new ContributionPledged(
                        partnership,
                        epn,
                        cashPledge,
                        partner,
                        ContributionKind.CASH,
                        ContributionNature.EQUIPMENT,
                        Money.of("1500.00"),
                        "Participation aux ateliers",
                        List.of()),
                new ContributionPledged(
                        partnership,
                        epn,
                        tabletsPledge,
                        partner,
                        ContributionKind.IN_KIND,
                        ContributionNature.EQUIPMENT,
                        Money.of("600.00"),
                        "Prêt de tablettes",
                        List.of()),
                new ConventionDrafted(
                        convention,
                        partnership,
                        epn,
                        List.of(PartyId.of(epn), PartyId.of(partner)),
                        List.of(new CircuitStep("élu", elu, null)),
                        clauses,
                        10,
                        1,
                        hash,
                        PartyId.of(epn),
                        null),
                new ConventionSubmitted(convention, partnership, epn, 1),
                new StepApproved(convention, partnership, epn, "élu", elu),
                new ConventionValidated(convention, partnership, epn, 1),
                new ConventionSigned(
                        convention, partnership, epn, PartyId.of(epn), responsable, hash, LocalDate.of(2025, 9, 15)),
                new ConventionSigned(
                        convention, partnership, epn, PartyId.of(partner), contact, hash, LocalDate.of(2025, 9, 15)),
                new ConventionFullySigned(convention, partnership, epn, hash),
                new PartnershipAgreed(partnership, epn, convention),
                new BilanMeetingScheduled(partnership, epn, Instant.parse("2026-06-20T12:00:00Z")),
                new ActionStarted(partnership, epn, LocalDate.of(2025, 10, 1), List.of()));
    }

    private static Instant slot(int session) {
        return Instant.parse("2025-10-07T12:00:00Z").plus(Duration.ofDays(7L * session));
    }

    public List<Event> sheets() {
        var events = new ArrayList<Event>();
        for (int session = 0; session < PRESENT.length; session++) {
            events.add(new SessionPlanned(
                    sessions.get(session),
                    partnership,
                    epn,
                    slot(session),
                    new Minutes(120),
                    "Salle 2",
                    learners,
                    session == REPLACEMENT ? sessions.get(RESCHEDULED) : null,
                    false));
            if (session == RESCHEDULED) {
                events.add(new SessionRescheduled(
                        sessions.get(session),
                        partnership,
                        epn,
                        sessions.get(REPLACEMENT),
                        slot(REPLACEMENT),
                        "grève des transports"));
            } else {
                events.add(new SessionHeld(sessions.get(session), partnership, epn));
                events.add(new AttendanceRecorded(sessions.get(session), partnership, epn, lines(session)));
                events.add(new SheetClosed(sessions.get(session), partnership, epn));
            }
        }
        return events;
    }

    private List<AttendanceEntry> lines(int session) {
        return IntStream.range(0, LEARNERS)
                .mapToObj(learner -> new AttendanceEntry(
                        learners.get(learner),
                        learner < PRESENT[session]
                                ? AttendanceStatus.PRESENT
                                : learner < PRESENT[session] + EXCUSED[session]
                                        ? AttendanceStatus.EXCUSED
                                        : AttendanceStatus.ABSENT,
                        session == 0 && learner < 3))
                .toList();
    }

    /** One absent learner of session 4 had been present. */
    public AttendanceCorrected correction() {
        return new AttendanceCorrected(
                sessions.get(3),
                partnership,
                epn,
                learners.getLast(),
                AttendanceStatus.PRESENT,
                false,
                "feuille papier relue");
    }

    public List<Event> work() {
        var events = new ArrayList<Event>();
        events.add(logged(negotiation, animatrice, Phase.NEGOTIATION, LocalDate.of(2025, 6, 3), 90));
        events.add(logged(null, responsable, Phase.DRAFTING, LocalDate.of(2025, 7, 1), 300));
        events.add(logged(null, animatrice, Phase.PREPARATION, LocalDate.of(2025, 9, 20), 540));
        IntStream.range(0, PRESENT.length)
                .filter(session -> session != RESCHEDULED)
                .forEach(session ->
                        events.add(logged(null, animatrice, Phase.DELIVERY, BusinessDay.of(slot(session)), 120)));
        events.add(logged(null, animatrice, Phase.FOLLOW_UP, LocalDate.of(2026, 1, 15), 180));
        events.add(logged(null, responsable, Phase.BILAN, LocalDate.of(2026, 6, 16), 150));
        return events;
    }

    public TimeLogged logged(@Nullable TimeEntryId entry, PersonId who, Phase phase, LocalDate day, int minutes) {
        return new TimeLogged(
                new TimesheetId(UUID.nameUUIDFromBytes((who + "/" + day.getMonth()).getBytes(StandardCharsets.UTF_8))),
                partnership,
                epn,
                entry == null ? new TimeEntryId(Ids.next()) : entry,
                who,
                null,
                phase,
                day,
                new Minutes(minutes),
                null);
    }

    public List<Event> money() {
        return List.of(
                new DirectCostRecorded(
                        partnership,
                        epn,
                        new CostId(Ids.next()),
                        Money.of("60.00"),
                        "Goûter",
                        LocalDate.of(2025, 12, 16)),
                new ContributionReceived(
                        partnership,
                        epn,
                        new ReceiptId(Ids.next()),
                        cashPledge,
                        ContributionKind.CASH,
                        Money.of("1500.00"),
                        LocalDate.of(2025, 11, 3)),
                new ContributionReceived(
                        partnership,
                        epn,
                        new ReceiptId(Ids.next()),
                        tabletsPledge,
                        ContributionKind.IN_KIND,
                        Money.of("600.00"),
                        LocalDate.of(2025, 10, 1)));
    }

    public List<Event> end() {
        return List.of(
                new ActionCompleted(partnership, epn, LocalDate.of(2026, 6, 15)),
                new BilanDrafted(bilan, partnership, epn, List.of(partner), "Dix séances, douze apprenants.", null),
                new BilanShared(bilan, partnership, epn, partner, true),
                new BilanDelivered(partnership, epn),
                new BilanFinalised(bilan, partnership, epn),
                new IntangibleBenefitRated(partnership, epn, IntangibleBenefit.NEW_AUDIENCE, 4, "un public nouveau"),
                new FollowUpDecided(partnership, epn, FollowUp.RENEW_IDENTICAL, null, renewal),
                new PartnershipProposed(
                        renewal,
                        epn,
                        project,
                        List.of(partner),
                        responsable,
                        List.of(),
                        List.of(),
                        List.of(),
                        partnership,
                        List.of()));
    }

    /** Everything but the correction of the sheet. */
    public List<Event> whole() {
        return Stream.of(organisations(), rates(), agreement(), sheets(), work(), money(), end())
                .flatMap(List::stream)
                .toList();
    }
}

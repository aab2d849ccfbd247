package org.maillage.infra.bench;

import static java.time.ZoneOffset.UTC;
import static org.maillage.kernel.partnership.ContributionKind.CASH;
import static org.maillage.kernel.partnership.ContributionKind.IN_KIND;
import static org.maillage.kernel.partnership.ContributionNature.OPERATING;
import static org.maillage.kernel.partnership.ContributionNature.PREMISES;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.maillage.kernel.Event;
import org.maillage.kernel.Ids;
import org.maillage.kernel.bilan.BilanEvent.*;
import org.maillage.kernel.bilan.BilanId;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.convention.Clauses;
import org.maillage.kernel.convention.ConventionEvent.*;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.CostId;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.ReceiptId;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectEvent.ProjectDrafted;
import org.maillage.kernel.project.ProjectId;
import org.maillage.kernel.session.AttendanceEntry;
import org.maillage.kernel.session.AttendanceStatus;
import org.maillage.kernel.session.SessionEvent.*;
import org.maillage.kernel.session.SessionId;
import org.maillage.kernel.timesheet.Phase;
import org.maillage.kernel.timesheet.TimeEntryId;
import org.maillage.kernel.timesheet.TimesheetEvent.*;
import org.maillage.kernel.timesheet.TimesheetId;

/**
 * Years of many centres: whole lives of partnerships, hundreds of them at a time, as the aggregates would have decided them. Two
 * thirds of a life are working time, sessions and sheets.
 */
final class History {

    private static final int AT_A_TIME = 400;
    private static final int LIVES_PER_CENTRE = 40;
    private static final LocalDate BEGINNING = LocalDate.of(2024, 1, 8);
    private static final Clauses CLAUSES = new Clauses(
            "La commune et l’association partagent le souci de l’inclusion numérique des habitants du quartier.",
            "Accompagner vingt-quatre personnes éloignées du numérique vers l’autonomie dans leurs démarches.",
            "Six séances de deux heures, le mardi matin, dans la salle informatique de l’espace public numérique.",
            "L’association mobilise son public ; l’espace fournit l’animation, les machines et les supports.",
            "Un point à mi-parcours, un bilan partagé dans les deux mois qui suivent la dernière séance.");

    private final Random random = new Random(20260302);
    private int lives;
    private EpnId epn = new EpnId(Ids.next());
    private List<PersonId> staff = List.of();
    private List<PersonId> audience = List.of();
    private List<PartnerId> partners = List.of();

    /** So many events, in the order in which they were recorded. */
    void tell(int events, Consumer<Event> listener) {
        var running = new ArrayList<Deque<Event>>();
        for (int told = 0; told < events; told++) {
            while (running.size() < AT_A_TIME) {
                running.add(life());
            }
            int one = random.nextInt(running.size());
            var life = running.get(one);
            listener.accept(life.removeFirst());
            if (life.isEmpty()) {
                running.set(one, running.getLast());
                running.removeLast();
            }
        }
    }

    private Deque<Event> life() {
        var life = new ArrayDeque<Event>();
        if (lives++ % LIVES_PER_CENTRE == 0) {
            openCentre(life);
        }
        var id = new PartnershipId(Ids.next());
        var day = BEGINNING.plusDays(random.nextInt(600));
        var partner = any(partners);
        agree(life, id, partner, day);
        for (int week = 0; week < 6; week++) {
            meet(life, id, day.plusWeeks(8 + week));
        }
        for (int entry = 0; entry < 24; entry++) {
            work(life, id, day.plusDays(entry * 5L));
        }
        conclude(life, id, partner, day.plusMonths(5));
        return life;
    }

    private void openCentre(Deque<Event> life) {
        epn = new EpnId(Ids.next());
        staff = some(5, PersonId::new);
        audience = some(60, PersonId::new);
        partners = some(10, PartnerId::new);
        life.add(new EpnRegistered(
                epn,
                "Espace public numérique des Capucins",
                LegalForm.MUNICIPAL_SERVICE,
                null,
                new CommuneCode("49007"),
                List.of("Médiation numérique"),
                List.of("Tout public"),
                8,
                List.of(),
                null,
                null));
        for (var person : staff) {
            life.add(person(person));
            life.add(new StaffAppointed(epn, person, new Role("animatrice")));
            life.add(new HourlyRateSet(epn, person, null, Money.of("2" + random.nextInt(10) + ".50"), BEGINNING));
        }
        for (var person : audience) {
            life.add(person(person));
        }
        for (var partner : partners) {
            life.add(new PartnerRegistered(
                    partner,
                    epn,
                    "Association des habitants " + lives,
                    PartnerKind.ASSOCIATION,
                    null,
                    null,
                    new CommuneCode("49007"),
                    List.of("Seniors"),
                    List.of("Culture numérique"),
                    "Forum des associations",
                    null,
                    null,
                    List.of()));
        }
    }

    private PersonRegistered person(PersonId id) {
        return new PersonRegistered(
                id,
                epn,
                new Ciphertext("AaX3c2VjcmV0LW5hbWUtb2Ytc29tZWJvZHktZWxzZS0xMjM0NTY3ODkw"),
                null,
                null,
                false,
                1);
    }

    private void agree(Deque<Event> life, PartnershipId id, PartnerId partner, LocalDate day) {
        var project = new ProjectId(Ids.next());
        life.add(new ProjectDrafted(
                project,
                epn,
                "Ateliers du quartier",
                ProjectDuration.LONG_RUNNING,
                List.of("Seniors"),
                List.of("Démarches en ligne"),
                Money.of("1500")));
        life.add(new PartnershipProposed(
                id,
                epn,
                project,
                List.of(partner),
                any(staff),
                List.of("Toucher un nouveau public"),
                List.of("Offrir des ateliers"),
                List.of("Médiation numérique"),
                null,
                List.of()));
        for (int i = 0; i < 4; i++) {
            life.add(new ExchangeLogged(
                    id,
                    epn,
                    ExchangeChannel.values()[random.nextInt(ExchangeChannel.values().length)],
                    day.plusDays(i * 6L),
                    "Point sur le calendrier, le public attendu et les moyens de chacun",
                    null));
        }
        life.add(new NegotiationEntered(id, epn, List.of()));
        var cash = new PledgeId(Ids.next());
        life.add(new ContributionPledged(
                id, epn, cash, partner, CASH, OPERATING, Money.of("500"), "Participation aux frais", List.of()));
        life.add(new ContributionPledged(
                id,
                epn,
                new PledgeId(Ids.next()),
                partner,
                IN_KIND,
                PREMISES,
                Money.of("240"),
                "Salle mise à disposition",
                List.of()));
        var convention = new ConventionId(Ids.next());
        var hash = CLAUSES.hash(6, null);
        var ours = PartyId.of(epn);
        var theirs = PartyId.of(partner);
        life.add(new ConventionDrafted(
                convention, id, epn, List.of(ours, theirs), List.of(), CLAUSES, 6, 1, hash, ours, null));
        life.add(new ConventionSubmitted(convention, id, epn, 1));
        life.add(new ConventionValidated(convention, id, epn, 1));
        life.add(new ConventionSigned(convention, id, epn, ours, any(staff), hash, day.plusDays(30)));
        life.add(new ConventionSigned(convention, id, epn, theirs, any(audience), hash, day.plusDays(33)));
        life.add(new ConventionFullySigned(convention, id, epn, hash));
        life.add(new PartnershipAgreed(id, epn, convention));
        life.add(new ActionStarted(id, epn, day.plusDays(56), List.of()));
        life.add(new ContributionReceived(
                id, epn, new ReceiptId(Ids.next()), cash, CASH, Money.of("500"), day.plusDays(60)));
        life.add(new DirectCostRecorded(
                id, epn, new CostId(Ids.next()), Money.of("84.90"), "Impression des supports", day.plusDays(61)));
    }

    private void meet(Deque<Event> life, PartnershipId id, LocalDate day) {
        var session = new SessionId(Ids.next());
        var from = random.nextInt(audience.size() - 8);
        var roster = audience.subList(from, from + 8);
        life.add(new SessionPlanned(
                session,
                id,
                epn,
                day.atTime(9, 30).toInstant(UTC),
                new Minutes(120),
                "Salle informatique",
                roster,
                null,
                false));
        life.add(new SessionHeld(session, id, epn));
        life.add(new AttendanceRecorded(
                session,
                id,
                epn,
                roster.stream()
                        .map(person -> new AttendanceEntry(person, AttendanceStatus.PRESENT, random.nextInt(4) == 0))
                        .toList()));
        life.add(new SheetClosed(session, id, epn));
    }

    private void work(Deque<Event> life, PartnershipId id, LocalDate day) {
        var person = any(staff);
        var sheet = TimesheetId.of(person, YearMonth.from(day));
        var entry = new TimeEntryId(Ids.next());
        var phase = Phase.values()[random.nextInt(Phase.values().length)];
        var minutes = new Minutes(15 * (1 + random.nextInt(16)));
        life.add(new TimeLogged(sheet, id, epn, entry, person, null, phase, day, minutes, null));
        if (random.nextInt(10) == 0) {
            life.add(new TimeCorrected(
                    sheet, id, epn, entry, person, null, phase, day, new Minutes(45), "Erreur de saisie"));
        }
    }

    private void conclude(Deque<Event> life, PartnershipId id, PartnerId partner, LocalDate day) {
        var bilan = new BilanId(Ids.next());
        life.add(new ActionCompleted(id, epn, day));
        life.add(new BilanDrafted(
                bilan,
                id,
                epn,
                List.of(partner),
                "Les six séances ont eu lieu. La plupart des participants sont venus jusqu’au bout et"
                        + " reviennent seuls.",
                null));
        life.add(new BilanShared(bilan, id, epn, partner, true));
        life.add(new BilanDelivered(id, epn));
        life.add(new BilanFinalised(bilan, id, epn));
        life.add(new FollowUpDecided(id, epn, FollowUp.CLOSE, null, null));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static <T> List<T> some(int count, Function<java.util.UUID, T> make) {
        return IntStream.range(0, count).mapToObj(_ -> make.apply(Ids.next())).toList();
    }
}

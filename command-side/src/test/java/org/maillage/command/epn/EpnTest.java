package org.maillage.command.epn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillage.command.World.*;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.maillage.command.ImportPartners;
import org.maillage.command.UnknownReference.UnknownEpn;
import org.maillage.command.UnknownReference.UnknownPartner;
import org.maillage.command.UnknownReference.UnknownPerson;
import org.maillage.command.epn.EpnCommand.*;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.access.Subject;
import org.maillage.kernel.convention.TemplateStep;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.epn.Thresholds;
import org.maillage.kernel.funding.FundingId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.wire.CircuitTemplates;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.ProblemCode;

class EpnTest {

    private static final Role ANIMATRICE = new Role("animatrice");
    private static final FundingId FUNDING = new FundingId(new UUID(12, 1));
    private static final Subject TOWN = new Subject("the-town");
    private static final Subject INES_ACCOUNT = new Subject("8c4b3f2a");
    private static final LocalDate NEW_YEAR = LocalDate.of(2025, 1, 1);

    private final FixtureConfiguration<Epn> fixture = fixture(Epn.class);

    @Test
    void a_centre_joins() {
        fixture.givenNoPriorActivity()
                .when(new RegisterEpn(
                        EPN,
                        "La Passerelle Numérique",
                        LegalForm.ASSOCIATION,
                        null,
                        new CommuneCode("49007"),
                        List.of("insertion"),
                        List.of("adultes"),
                        null,
                        List.of(),
                        null,
                        TOWN))
                .expectEvents(new EpnRegistered(
                        EPN,
                        "La Passerelle Numérique",
                        LegalForm.ASSOCIATION,
                        null,
                        new CommuneCode("49007"),
                        List.of("insertion"),
                        List.of("adultes"),
                        null,
                        List.of(),
                        null,
                        TOWN));
    }

    private static AccessGranted granted(Subject subject, AccessRole... roles) {
        return new AccessGranted(EPN, subject, List.of(roles), null, null);
    }

    private static GrantAccess grant(Subject subject, AccessRole... roles) {
        return new GrantAccess(EPN, subject, List.of(roles), null, null);
    }

    @Test
    void an_account_is_let_in_and_granting_the_same_again_is_silence() {
        var granted = new AccessGranted(
                EPN, INES_ACCOUNT, List.of(AccessRole.ANIMATEUR, AccessRole.PARTENAIRE), INES, LIRE_ENSEMBLE);
        fixture.given(epn(EPN))
                .when(new GrantAccess(
                        EPN,
                        INES_ACCOUNT,
                        List.of(AccessRole.PARTENAIRE, AccessRole.ANIMATEUR, AccessRole.ANIMATEUR),
                        INES,
                        LIRE_ENSEMBLE))
                .expectEvents(granted);
        fixture.given(epn(EPN), granted)
                .when(new GrantAccess(
                        EPN, INES_ACCOUNT, List.of(AccessRole.ANIMATEUR, AccessRole.PARTENAIRE), INES, LIRE_ENSEMBLE))
                .expectNoEvents();
        fixture.given(epn(EPN), granted)
                .when(grant(INES_ACCOUNT, AccessRole.ANIMATEUR))
                .expectEvents(granted(INES_ACCOUNT, AccessRole.ANIMATEUR));
    }

    @Test
    void an_account_is_that_of_people_and_partners_of_the_centre() {
        fixture.given(epn(EPN))
                .when(new GrantAccess(EPN, INES_ACCOUNT, List.of(AccessRole.ANIMATEUR), STRANGER, null))
                .expectException(UnknownPerson.class);
        fixture.given(epn(EPN))
                .when(new GrantAccess(EPN, INES_ACCOUNT, List.of(AccessRole.PARTENAIRE), null, STRANGE_PARTNER))
                .expectException(UnknownPartner.class);
    }

    @Test
    void what_is_revoked_was_granted() {
        fixture.given(epn(EPN), granted(INES_ACCOUNT, AccessRole.ANIMATEUR))
                .when(new RevokeAccess(EPN, INES_ACCOUNT, "départ"))
                .expectEvents(new AccessRevoked(EPN, INES_ACCOUNT, "départ"));
        fixture.given(epn(EPN))
                .when(new RevokeAccess(EPN, INES_ACCOUNT, "départ"))
                .expectException(NoSuchAccess.class);
        fixture.given(
                        epn(EPN),
                        granted(INES_ACCOUNT, AccessRole.ANIMATEUR),
                        new AccessRevoked(EPN, INES_ACCOUNT, "départ"))
                .when(new RevokeAccess(EPN, INES_ACCOUNT, "départ"))
                .expectException(NoSuchAccess.class);
    }

    @Test
    void the_last_administrator_stays() {
        var first = granted(TOWN, AccessRole.ADMINISTRATEUR);
        var second = granted(INES_ACCOUNT, AccessRole.ADMINISTRATEUR, AccessRole.RESPONSABLE);
        fixture.given(epn(EPN), first)
                .when(new RevokeAccess(EPN, TOWN, "départ"))
                .expectException(LastAdministrator.class);
        fixture.given(epn(EPN), first)
                .when(grant(TOWN, AccessRole.RESPONSABLE))
                .expectException(LastAdministrator.class);
        fixture.given(epn(EPN), first, second)
                .when(new RevokeAccess(EPN, TOWN, "départ"))
                .expectEvents(new AccessRevoked(EPN, TOWN, "départ"));
        fixture.given(epn(EPN), first, second, new AccessRevoked(EPN, TOWN, "départ"))
                .when(grant(INES_ACCOUNT, AccessRole.RESPONSABLE))
                .expectException(LastAdministrator.class);
        // A centre from before, which nobody administers yet, begins as it likes.
        fixture.given(epn(EPN))
                .when(grant(INES_ACCOUNT, AccessRole.RESPONSABLE))
                .expectEvents(granted(INES_ACCOUNT, AccessRole.RESPONSABLE));
    }

    @Test
    void cards_out_of_a_file_are_imported_if_all_of_them_may() {
        var report = new ImportPartners.Report(List.of(new ImportPartners.Line(2, LIRE_ENSEMBLE, "Lire Ensemble")));
        var card = new AppointStaff(EPN, INES, ANIMATRICE);
        fixture.given(epn(EPN))
                .when(new ImportPartners(EPN, claims -> {}, List.of(card), report))
                .expectEvents(new PartnersImported(EPN, 1))
                .expectResultMessagePayload(report);
        fixture.given(epn(EPN))
                .when(new ImportPartners(
                        EPN,
                        claims -> {
                            throw new InvalidRequest(ProblemCode.IMPORT_REJECTED);
                        },
                        List.of(card),
                        report))
                .expectException(InvalidRequest.class)
                .expectNoEvents();
    }

    @Test
    void somebody_is_appointed_once_in_a_role() {
        var appointment = new StaffAppointed(EPN, INES, ANIMATRICE);
        fixture.given(epn(EPN)).when(new AppointStaff(EPN, INES, ANIMATRICE)).expectEvents(appointment);
        fixture.given(epn(EPN), appointment)
                .when(new AppointStaff(EPN, INES, ANIMATRICE))
                .expectNoEvents();
    }

    @Test
    void only_people_of_the_centre_are_appointed() {
        fixture.given(epn(EPN))
                .when(new AppointStaff(EPN, STRANGER, ANIMATRICE))
                .expectException(UnknownPerson.class);
    }

    @Test
    void an_hourly_rate_holds_for_a_role_from_a_day_on_and_can_be_set_right() {
        var rate = new HourlyRateSet(EPN, null, ANIMATRICE, Money.of("24"), NEW_YEAR);
        fixture.given(epn(EPN))
                .when(new SetHourlyRate(EPN, null, ANIMATRICE, Money.of("24.00"), NEW_YEAR))
                .expectEvents(rate);
        fixture.given(epn(EPN), rate)
                .when(new SetHourlyRate(EPN, null, ANIMATRICE, Money.of("24"), NEW_YEAR))
                .expectNoEvents();
        fixture.given(epn(EPN), rate)
                .when(new SetHourlyRate(EPN, null, ANIMATRICE, Money.of("25"), NEW_YEAR))
                .expectEvents(new HourlyRateSet(EPN, null, ANIMATRICE, Money.of("25"), NEW_YEAR));
    }

    @Test
    void an_hourly_rate_may_be_that_of_somebody_who_is_not_staff() {
        fixture.given(epn(EPN))
                .when(new SetHourlyRate(EPN, BERNARD, null, Money.ZERO, NEW_YEAR))
                .expectEvents(new HourlyRateSet(EPN, BERNARD, null, Money.ZERO, NEW_YEAR));
        fixture.given(epn(EPN))
                .when(new SetHourlyRate(EPN, STRANGER, null, Money.ZERO, NEW_YEAR))
                .expectException(UnknownPerson.class);
    }

    @Test
    void missions_and_positioning_are_revised_when_they_change() {
        var revised = new EpnMissionsRevised(EPN, List.of("insertion", "culture"));
        fixture.given(epn(EPN))
                .when(new ReviseEpnMissions(EPN, List.of("insertion", "culture")))
                .expectEvents(revised);
        fixture.given(epn(EPN), revised)
                .when(new ReviseEpnMissions(EPN, List.of("insertion", "culture")))
                .expectNoEvents();
        fixture.given(epn(EPN))
                .when(new ReviseEpnMissions(EPN, List.of("insertion")))
                .expectNoEvents();
        var positioned = new EpnPositioned(EPN, List.of("cinéma"), "un espace multimédia de haut vol");
        fixture.given(epn(EPN))
                .when(new PositionEpn(EPN, List.of("cinéma"), "un espace multimédia de haut vol"))
                .expectEvents(positioned);
        fixture.given(epn(EPN), positioned)
                .when(new PositionEpn(EPN, List.of("cinéma"), "un espace multimédia de haut vol"))
                .expectNoEvents();
        fixture.given(epn(EPN), positioned)
                .when(new PositionEpn(EPN, List.of("cinéma"), null))
                .expectEvents(new EpnPositioned(EPN, List.of("cinéma"), null));
    }

    private static FundingDeclared declared(@Nullable LocalDate until) {
        return new FundingDeclared(
                EPN, FUNDING, "Région", List.of("insertion"), true, Money.of("8000"), NEW_YEAR, until);
    }

    @Test
    void money_is_declared_with_its_conditions() {
        fixture.given(epn(EPN))
                .when(new DeclareFunding(
                        EPN, FUNDING, "Région", List.of("insertion"), true, Money.of("8000"), NEW_YEAR, null))
                .expectEvents(declared(null));
    }

    @Test
    void money_of_a_centre_that_does_not_exist_is_not_declared() {
        fixture.givenNoPriorActivity()
                .when(new DeclareFunding(EPN, FUNDING, "Région", List.of(), true, null, NEW_YEAR, null))
                .expectException(UnknownEpn.class);
    }

    @Test
    void an_agreement_ends_once_even_in_the_future_and_can_end_otherwise() {
        var ended = new FundingEnded(EPN, FUNDING, NEW_YEAR.plusYears(9), "non reconduit");
        fixture.given(epn(EPN), declared(null))
                .when(new EndFunding(EPN, FUNDING, NEW_YEAR.plusYears(9), "non reconduit"))
                .expectEvents(ended);
        fixture.given(epn(EPN), declared(null), ended)
                .when(new EndFunding(EPN, FUNDING, NEW_YEAR.plusYears(9), null))
                .expectNoEvents();
        fixture.given(epn(EPN), declared(NEW_YEAR.plusYears(1)))
                .when(new EndFunding(EPN, FUNDING, NEW_YEAR.plusYears(1), null))
                .expectNoEvents();
        fixture.given(epn(EPN), declared(null), ended)
                .when(new EndFunding(EPN, FUNDING, NEW_YEAR, null))
                .expectEvents(new FundingEnded(EPN, FUNDING, NEW_YEAR, null));
    }

    @Test
    void only_a_known_agreement_ends_and_not_before_it_begins() {
        fixture.given(epn(EPN), declared(null))
                .when(new EndFunding(EPN, new FundingId(new UUID(12, 2)), NEW_YEAR, null))
                .expectException(UnknownFunding.class);
        fixture.given(epn(EPN), declared(null))
                .when(new EndFunding(EPN, FUNDING, NEW_YEAR.minusDays(1), null))
                .expectException(FundingEndsBeforeItBegins.class);
        assertThat(new UnknownFunding().status()).isEqualTo(404);
    }

    @Test
    void thresholds_keep_what_is_not_set() {
        var set = new ThresholdsSet(EPN, new Thresholds(180, 7, 60, Money.of("1000"), 5, 60));
        fixture.given(epn(EPN))
                .when(new SetThresholds(EPN, 180, null, null, null, 5, null))
                .expectEvents(set);
        fixture.given(epn(EPN), set)
                .when(new SetThresholds(EPN, null, null, null, Money.of("250"), null, 30))
                .expectEvents(new ThresholdsSet(EPN, new Thresholds(180, 7, 60, Money.of("250"), 5, 30)));
        fixture.given(epn(EPN), set)
                .when(new SetThresholds(EPN, 180, 7, null, null, null, null))
                .expectNoEvents();
    }

    @Test
    void the_circuit_for_a_kind_of_partner_is_set_when_it_changes() {
        var steps = List.of(new TemplateStep("présidente", BERNARD, 15), new TemplateStep("maire", null, null));
        var set = new CircuitTemplateSet(EPN, PartnerKind.ASSOCIATION, steps);
        fixture.given(epn(EPN))
                .when(new SetCircuitTemplate(EPN, PartnerKind.ASSOCIATION, steps))
                .expectEvents(set);
        fixture.given(epn(EPN), set)
                .when(new SetCircuitTemplate(EPN, PartnerKind.ASSOCIATION, steps))
                .expectNoEvents();
        fixture.given(epn(EPN))
                .when(new SetCircuitTemplate(
                        EPN, PartnerKind.ASSOCIATION, CircuitTemplates.of(PartnerKind.ASSOCIATION)))
                .expectNoEvents();
        fixture.given(epn(EPN))
                .when(new SetCircuitTemplate(
                        EPN, PartnerKind.COMPANY, List.of(new TemplateStep("direction", STRANGER, null))))
                .expectException(UnknownPerson.class);
    }
}

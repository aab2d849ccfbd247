package org.maillage.command.partnership;

import static org.maillage.command.World.*;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.partnership.PartnershipCommand.*;
import org.maillage.kernel.Event;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.epn.Thresholds;
import org.maillage.kernel.funding.FundingId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.project.ProjectEvent.*;

class ProposalAdviceTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    private static ProposePartnership propose(String... missions) {
        return new ProposePartnership(
                PARTNERSHIP,
                EPN,
                WORKSHOPS,
                List.of(CINEMA),
                CLAIRE,
                List.of(),
                List.of("ateliers équipés"),
                List.of(missions),
                TODAY);
    }

    private static void expect(List<Warning> warnings, ProposePartnership command, Event... elsewhere) {
        fixture(Partnership.class, elsewhere)
                .givenNoPriorActivity()
                .when(command)
                .expectResultMessagePayload(new Warned(warnings));
    }

    private static PartnerRevised cinemaWorksOn(String... domains) {
        return new PartnerRevised(
                CINEMA,
                EPN,
                "Le Rex",
                PartnerKind.CULTURAL_VENUE,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(domains),
                List.of(),
                null);
    }

    @Test
    void a_card_confirmed_more_than_a_year_ago_is_out_of_date() {
        expect(
                List.of(Warning.STALE_PARTNER_CARD),
                propose(),
                new PartnerCardConfirmed(CINEMA, EPN, LocalDate.of(2025, 11, 22)));
        expect(
                List.of(),
                propose(),
                new PartnerCardConfirmed(CINEMA, EPN, LocalDate.of(2025, 11, 23)),
                new PartnerCardConfirmed(CINEMA, EPN, LocalDate.of(2024, 1, 1)));
    }

    @Test
    void a_centre_says_itself_from_when_on_a_card_is_out_of_date() {
        var confirmed = new PartnerCardConfirmed(CINEMA, EPN, TODAY.minusDays(31));
        var strict = new ThresholdsSet(EPN, new Thresholds(30, 7, 60, new Money(new BigDecimal("1000")), null, 60));

        expect(List.of(), propose(), confirmed);
        expect(List.of(Warning.STALE_PARTNER_CARD), propose(), confirmed, strict);
    }

    @Test
    void missions_that_are_none_of_the_centre_are_incoherent() {
        expect(List.of(), propose("INSERTION "));
        expect(List.of(Warning.MISSION_INCOHERENCE), propose("tourisme"));
        expect(List.of(), propose("tourisme"), new EpnMissionsRevised(EPN, List.of("Tourisme")));
        expect(List.of(), propose("tourisme"), new EpnMissionsRevised(EPN, List.of()));
        expect(List.of(), propose());
    }

    @Test
    void a_proposal_without_missions_serves_those_of_its_project() {
        expect(
                List.of(Warning.MISSION_INCOHERENCE),
                propose(),
                new ProjectMissionsNamed(WORKSHOPS, EPN, List.of("tourisme")));
        expect(List.of(), propose("insertion"), new ProjectMissionsNamed(WORKSHOPS, EPN, List.of("tourisme")));
    }

    @Test
    void a_partner_far_from_the_centre_blurs_its_image_unless_the_project_is_hybrid() {
        var positioned = new EpnPositioned(EPN, List.of("multimédia"), null);

        expect(List.of(Warning.IMAGE_INCOHERENCE), propose(), positioned, cinemaWorksOn("cinéma"));
        expect(List.of(), propose(), positioned, cinemaWorksOn("Multimedia", "cinéma"));
        expect(List.of(), propose(), positioned, cinemaWorksOn());
        expect(List.of(), propose(), cinemaWorksOn("cinéma"));
        expect(
                List.of(),
                propose(),
                positioned,
                cinemaWorksOn("cinéma"),
                new ProjectDomainsTagged(WORKSHOPS, EPN, List.of("cinéma")));
    }

    @Test
    void money_that_does_not_add_up_is_warned_about() {
        var exclusive = new FundingDeclared(
                EPN,
                new FundingId(new UUID(10, 1)),
                "Région",
                List.of("insertion"),
                true,
                null,
                TODAY.minusYears(1),
                TODAY);

        expect(List.of(Warning.CUMULATION_CONFLICT), propose("insertion"), exclusive);
        expect(List.of(), propose(), exclusive);
    }

    private static ReviseProposal revise(@Nullable List<String> theirBenefits, @Nullable List<String> missions) {
        return new ReviseProposal(PARTNERSHIP, null, theirBenefits, missions, TODAY);
    }

    @Test
    void a_revision_carries_the_whole_wording_and_its_advice() {
        fixture(Partnership.class)
                .given(upTo(negotiating()))
                .when(revise(List.of(), List.of("tourisme")))
                .expectEvents(new ProposalRevised(
                        PARTNERSHIP,
                        EPN,
                        List.of("nouveaux publics"),
                        List.of(),
                        List.of("tourisme"),
                        List.of(Warning.NO_PARTNER_BENEFIT, Warning.MISSION_INCOHERENCE)))
                .expectResultMessagePayload(
                        new Warned(List.of(Warning.NO_PARTNER_BENEFIT, Warning.MISSION_INCOHERENCE)));
    }

    @Test
    void revising_to_the_same_wording_changes_nothing() {
        fixture(Partnership.class)
                .given(proposed())
                .when(revise(null, List.of("insertion")))
                .expectNoEvents();
        fixture(Partnership.class)
                .given(
                        proposed(),
                        new ProposalRevised(PARTNERSHIP, EPN, List.of(), List.of(), List.of("tourisme"), List.of()))
                .when(revise(List.of(), List.of("tourisme")))
                .expectNoEvents();
    }

    @Test
    void a_proposal_that_was_declined_is_not_revised() {
        fixture(Partnership.class)
                .given(proposed(), new PartnershipDeclined(PARTNERSHIP, EPN, "un motif"))
                .when(revise(List.of(), null))
                .expectException(WrongPartnershipState.class);
    }
}

package org.maillage.command.partnership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillage.command.World.*;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.maillage.command.CumulationCheck;
import org.maillage.command.UnknownReference.UnknownPerson;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.ledger.Look;
import org.maillage.command.partnership.PartnershipCommand.WaiveCumulationConflict;
import org.maillage.kernel.Event;
import org.maillage.kernel.epn.EpnEvent.FundingDeclared;
import org.maillage.kernel.epn.EpnEvent.FundingEnded;
import org.maillage.kernel.funding.CumulationConflict;
import org.maillage.kernel.funding.FundingId;
import org.maillage.kernel.partner.PartnerEvent.FundingObjectionDeclared;
import org.maillage.kernel.partner.PartnerEvent.FundingObjectionWithdrawn;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.project.ProjectEvent.ProjectMissionsNamed;

class CumulationTest {

    private static final FundingId REGION = new FundingId(new UUID(10, 1));
    private static final FundingId BANK = new FundingId(new UUID(10, 2));
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final String REASON = "accord écrit de la Région";

    private static final FundingDeclared EXCLUSIVE = new FundingDeclared(
            EPN, REGION, "Région", List.of("Insertion"), true, null, TODAY.minusDays(10), TODAY.plusDays(10));
    private static final FundingDeclared SPONSORSHIP =
            new FundingDeclared(EPN, BANK, "Crédit Maritime", List.of("culture"), false, null, TODAY, null);
    private static final FundingObjectionDeclared OBJECTION =
            new FundingObjectionDeclared(CINEMA, EPN, "credit maritime", "image");
    private static final CumulationConflict OF_REGION = new CumulationConflict(REGION, "Région", null);
    private static final CumulationConflict OF_BANK = new CumulationConflict(BANK, "Crédit Maritime", CINEMA);

    private static CumulationConflictWaived waived(CumulationConflict... conflicts) {
        return new CumulationConflictWaived(PARTNERSHIP, EPN, BERNARD, REASON, List.of(conflicts));
    }

    /** What is open on a day, after a proposal and these events. */
    private static List<CumulationConflict> open(LocalDate day, Event... more) {
        var events = new ArrayList<Event>(List.of(epn(EPN), project(WORKSHOPS), proposed()));
        events.addAll(Arrays.asList(more));
        var look = new Look(
                id -> events.stream().filter(event -> event.id().equals(id)).toList());
        var life = events.stream()
                .filter(PartnershipEvent.class::isInstance)
                .map(PartnershipEvent.class::cast)
                .toList();
        return CumulationCheck.open(look, Objects.requireNonNull(PartnershipStanding.of(life)), day);
    }

    private static ProposalRevised serving(String... missions) {
        return new ProposalRevised(PARTNERSHIP, EPN, List.of(), List.of(), List.of(missions), List.of());
    }

    @Test
    void an_exclusive_agreement_in_force_conflicts_with_its_missions() {
        assertThat(open(TODAY, EXCLUSIVE)).containsExactly(OF_REGION);
        assertThat(open(TODAY.minusDays(11), EXCLUSIVE)).isEmpty();
        assertThat(open(TODAY.plusDays(10), EXCLUSIVE)).containsExactly(OF_REGION);
        assertThat(open(TODAY.plusDays(11), EXCLUSIVE)).isEmpty();
    }

    @Test
    void a_conflict_ends_with_the_agreement() {
        assertThat(open(TODAY, EXCLUSIVE, new FundingEnded(EPN, REGION, TODAY.minusDays(1), null)))
                .isEmpty();
    }

    @Test
    void the_missions_of_the_partnership_count_as_they_were_last_put_or_else_those_of_the_project() {
        assertThat(open(TODAY, EXCLUSIVE, serving("tourisme"))).isEmpty();
        assertThat(open(TODAY, EXCLUSIVE, serving())).isEmpty();
        assertThat(open(TODAY, EXCLUSIVE, serving(), new ProjectMissionsNamed(WORKSHOPS, EPN, List.of("insertion"))))
                .containsExactly(OF_REGION);
    }

    @Test
    void a_partner_who_objects_to_a_funder_conflicts_until_they_mind_no_longer() {
        assertThat(open(TODAY, SPONSORSHIP)).isEmpty();
        assertThat(open(TODAY, SPONSORSHIP, OBJECTION)).containsExactly(OF_BANK);
        assertThat(open(TODAY.minusDays(1), SPONSORSHIP, OBJECTION)).isEmpty();
        assertThat(open(
                        TODAY,
                        SPONSORSHIP,
                        OBJECTION,
                        new FundingObjectionWithdrawn(CINEMA, EPN, "Crédit maritime", "levée")))
                .isEmpty();
    }

    @Test
    void a_partner_who_left_objects_to_nothing() {
        assertThat(open(TODAY, SPONSORSHIP, OBJECTION, new PartnerLeft(PARTNERSHIP, EPN, CINEMA, "un motif")))
                .isEmpty();
    }

    @Test
    void a_waiver_covers_what_was_open_and_nothing_that_arises_later() {
        assertThat(open(TODAY, EXCLUSIVE, waived(OF_REGION), SPONSORSHIP, OBJECTION))
                .containsExactly(OF_BANK);
        assertThat(open(TODAY, EXCLUSIVE, waived(OF_REGION), SPONSORSHIP, OBJECTION, waived(OF_BANK)))
                .isEmpty();
    }

    private static WaiveCumulationConflict waive(String reason) {
        return new WaiveCumulationConflict(PARTNERSHIP, BERNARD, reason, TODAY);
    }

    @Test
    void somebody_answers_for_the_conflicts_that_are_open() {
        fixture(Partnership.class, EXCLUSIVE, SPONSORSHIP, OBJECTION)
                .given(proposed(), waived(OF_REGION))
                .when(waive(REASON))
                .expectEvents(waived(OF_BANK));
    }

    @Test
    void where_no_conflict_is_open_there_is_nothing_to_waive() {
        fixture(Partnership.class).given(proposed()).when(waive(REASON)).expectException(NoCumulationConflict.class);
        fixture(Partnership.class, EXCLUSIVE)
                .given(proposed(), waived(OF_REGION))
                .when(waive("un autre motif"))
                .expectException(NoCumulationConflict.class);
    }

    @Test
    void waiving_again_changes_nothing() {
        fixture(Partnership.class, EXCLUSIVE)
                .given(proposed(), waived(OF_REGION))
                .when(waive(REASON))
                .expectNoEvents();
    }

    @Test
    void who_waives_is_known_and_the_partnership_goes_on() {
        fixture(Partnership.class, EXCLUSIVE)
                .given(proposed())
                .when(new WaiveCumulationConflict(PARTNERSHIP, STRANGER, REASON, TODAY))
                .expectException(UnknownPerson.class);
        fixture(Partnership.class, EXCLUSIVE)
                .given(proposed(), new ProposalWithdrawn(PARTNERSHIP, EPN, "un motif"))
                .when(waive(REASON))
                .expectException(WrongPartnershipState.class);
    }
}

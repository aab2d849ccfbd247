package org.maillage.command.partnership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillage.command.World.*;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import org.maillage.command.NotAParty;
import org.maillage.command.UnknownReference.*;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.partnership.PartnershipCommand.*;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.CostId;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.IntangibleBenefit;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.ReceiptId;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectId;

class PartnershipTest {

    private static final PledgeId PLEDGE = new PledgeId(new UUID(7, 1));
    private static final ReceiptId RECEIPT = new ReceiptId(new UUID(7, 2));
    private static final CostId COST = new CostId(new UUID(7, 3));
    private static final PartnershipId NEXT = new PartnershipId(new UUID(5, 2));
    private static final String REASON = "un motif";

    private final FixtureConfiguration<Partnership> fixture = fixture(Partnership.class);

    private static ProposePartnership propose(
            ProjectId project, List<PartnerId> partners, PersonId pilot, List<String> theirBenefits) {
        return new ProposePartnership(
                PARTNERSHIP,
                EPN,
                project,
                partners,
                pilot,
                List.of("nouveaux publics"),
                theirBenefits,
                List.of("insertion"),
                LocalDate.of(2026, 11, 23));
    }

    private static ProposePartnership propose() {
        return propose(WORKSHOPS, List.of(LIRE_ENSEMBLE, CINEMA), CLAIRE, List.of("ateliers équipés"));
    }

    private static ContributionPledged pledged() {
        return new ContributionPledged(
                PARTNERSHIP,
                EPN,
                PLEDGE,
                CINEMA,
                ContributionKind.CASH,
                ContributionNature.EQUIPMENT,
                Money.of("100"),
                "matériel",
                List.of());
    }

    private static ReceiveContribution receive(String amount) {
        return new ReceiveContribution(PARTNERSHIP, RECEIPT, PLEDGE, Money.of(amount), DAY);
    }

    private static ContributionReceived received(String amount) {
        return new ContributionReceived(
                PARTNERSHIP, EPN, RECEIPT, PLEDGE, ContributionKind.CASH, Money.of(amount), DAY);
    }

    @Test
    void a_centre_proposes_a_partnership() {
        fixture.givenNoPriorActivity()
                .when(propose())
                .expectEvents(proposed())
                .expectResultMessagePayload(new Warned(List.of()));
    }

    @Test
    void a_proposal_names_what_the_centre_knows() {
        fixture.givenNoPriorActivity()
                .when(propose(new ProjectId(new UUID(9, 9)), List.of(CINEMA), CLAIRE, List.of()))
                .expectException(UnknownProject.class);
        fixture.givenNoPriorActivity()
                .when(propose(WORKSHOPS, List.of(STRANGE_PARTNER), CLAIRE, List.of()))
                .expectException(UnknownPartner.class);
        fixture.givenNoPriorActivity()
                .when(propose(WORKSHOPS, List.of(CINEMA), STRANGER, List.of()))
                .expectException(UnknownPerson.class);
    }

    @Test
    void an_id_of_another_kind_is_unknown() {
        fixture.givenNoPriorActivity()
                .when(propose(new ProjectId(CINEMA.value()), List.of(CINEMA), CLAIRE, List.of()))
                .expectException(UnknownProject.class);
    }

    @Test
    void a_proposal_without_a_benefit_for_the_partner_is_warned_about() {
        fixture.givenNoPriorActivity()
                .when(propose(WORKSHOPS, List.of(CINEMA), CLAIRE, List.of()))
                .expectResultMessagePayload(new Warned(List.of(Warning.NO_PARTNER_BENEFIT)));
    }

    @Test
    void negotiating_before_the_authority_agreed_is_warned_about() {
        fixture.given(proposed())
                .when(new EnterNegotiation(PARTNERSHIP))
                .expectEvents(new NegotiationEntered(PARTNERSHIP, EPN, List.of(Warning.NO_AUTHORITY_CLEARANCE)))
                .expectResultMessagePayload(new Warned(List.of(Warning.NO_AUTHORITY_CLEARANCE)));
        fixture.given(proposed(), new AuthorityClearanceGranted(PARTNERSHIP, EPN, BERNARD))
                .when(new EnterNegotiation(PARTNERSHIP))
                .expectEvents(negotiating());
    }

    @Test
    void entering_a_negotiation_again_changes_nothing_and_later_it_is_too_late() {
        fixture.given(upTo(negotiating()))
                .when(new EnterNegotiation(PARTNERSHIP))
                .expectNoEvents();
        fixture.given(upTo(agreed()))
                .when(new EnterNegotiation(PARTNERSHIP))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void the_authority_is_asked_agrees_or_refuses_once() {
        var requested = new AuthorityClearanceRequested(PARTNERSHIP, EPN, BERNARD);
        fixture.given(proposed())
                .when(new RequestAuthorityClearance(PARTNERSHIP, BERNARD))
                .expectEvents(requested);
        fixture.given(proposed(), requested)
                .when(new RequestAuthorityClearance(PARTNERSHIP, BERNARD))
                .expectNoEvents();
        fixture.given(proposed(), requested)
                .when(new RefuseAuthorityClearance(PARTNERSHIP, BERNARD, REASON))
                .expectEvents(new AuthorityClearanceRefused(PARTNERSHIP, EPN, BERNARD, REASON));
        fixture.given(proposed(), requested)
                .when(new RequestAuthorityClearance(PARTNERSHIP, CLAIRE))
                .expectEvents(new AuthorityClearanceRequested(PARTNERSHIP, EPN, CLAIRE));
        fixture.given(proposed(), requested)
                .when(new RequestAuthorityClearance(PARTNERSHIP, null))
                .expectNoEvents();
        fixture.given(proposed())
                .when(new GrantAuthorityClearance(PARTNERSHIP, STRANGER))
                .expectException(UnknownPerson.class);
    }

    @Test
    void a_partner_pledges_once_the_negotiation_is_open() {
        var pledge = new PledgeContribution(
                PARTNERSHIP,
                PLEDGE,
                CINEMA,
                ContributionKind.CASH,
                ContributionNature.EQUIPMENT,
                Money.of("100"),
                "matériel");
        fixture.given(proposed()).when(pledge).expectException(WrongPartnershipState.class);
        fixture.given(upTo(negotiating()))
                .when(pledge)
                .expectEvents(pledged())
                .expectResultMessagePayload(new Pledged(PLEDGE, List.of()));
    }

    @Test
    void only_a_partner_pledges_and_operating_costs_are_warned_about() {
        fixture.given(upTo(negotiating()))
                .when(new PledgeContribution(
                        PARTNERSHIP,
                        PLEDGE,
                        STRANGE_PARTNER,
                        ContributionKind.CASH,
                        ContributionNature.EQUIPMENT,
                        Money.of("100"),
                        "matériel"))
                .expectException(NotAParty.class);
        fixture.given(upTo(negotiating()))
                .when(new PledgeContribution(
                        PARTNERSHIP,
                        PLEDGE,
                        CINEMA,
                        ContributionKind.CASH,
                        ContributionNature.OPERATING,
                        Money.of("100"),
                        "salaires"))
                .expectResultMessagePayload(new Pledged(PLEDGE, List.of(Warning.OPERATING_CONTRIBUTION)));
    }

    @Test
    void what_is_received_stays_within_the_pledge() {
        fixture.given(proposed(), negotiating(), pledged())
                .when(receive("60"))
                .expectEvents(received("60"))
                .expectResultMessagePayload(new Received(RECEIPT));
        fixture.given(proposed(), negotiating(), pledged(), received("60"))
                .when(receive("40"))
                .expectEvents(received("40"));
        fixture.given(proposed(), negotiating(), pledged(), received("60"))
                .when(receive("40.01"))
                .expectException(ReceivedMoreThanPledged.class);
    }

    @Test
    void nothing_is_received_without_a_pledge() {
        fixture.given(upTo(negotiating())).when(receive("1")).expectException(UnknownPledge.class);
    }

    @Test
    void costs_exchanges_and_benefits_are_recorded_until_the_follow_up() {
        var cost = new RecordDirectCost(PARTNERSHIP, COST, Money.of("60"), "livrets", DAY);
        fixture.given(proposed())
                .when(cost)
                .expectEvents(new DirectCostRecorded(PARTNERSHIP, EPN, COST, Money.of("60"), "livrets", DAY))
                .expectResultMessagePayload(new Incurred(COST));
        fixture.given(proposed())
                .when(new LogExchange(PARTNERSHIP, ExchangeChannel.MAIL, DAY, null, null))
                .expectEvents(new ExchangeLogged(PARTNERSHIP, EPN, ExchangeChannel.MAIL, DAY, null, null));
        fixture.given(upTo(started()))
                .when(new RateIntangibleBenefit(PARTNERSHIP, IntangibleBenefit.LISTENING, 3, null))
                .expectEvents(new IntangibleBenefitRated(PARTNERSHIP, EPN, IntangibleBenefit.LISTENING, 3, null));
        fixture.given(closed()).when(cost).expectException(WrongPartnershipState.class);
        fixture.given(proposed(), new PartnershipDeclined(PARTNERSHIP, EPN, REASON))
                .when(cost)
                .expectException(WrongPartnershipState.class);
    }

    private static List<?> closed() {
        var life = new ArrayList<Object>(List.of((Object[]) upTo(delivered())));
        life.add(new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.CLOSE, null, null));
        return life;
    }

    @Test
    void a_signed_convention_concludes_a_negotiation_and_nothing_else() {
        fixture.given(upTo(negotiating()))
                .when(new ConcludeByConvention(PARTNERSHIP, CONVENTION))
                .expectEvents(agreed());
        fixture.given(proposed())
                .when(new ConcludeByConvention(PARTNERSHIP, CONVENTION))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void going_ahead_without_a_convention_is_possible_and_warned_about() {
        fixture.given(upTo(negotiating()))
                .when(new AgreeWithoutConvention(PARTNERSHIP, REASON))
                .expectEvents(new AgreedWithoutConvention(PARTNERSHIP, EPN, REASON, List.of(Warning.NO_CONVENTION)));
        fixture.given(proposed())
                .when(new AgreeWithoutConvention(PARTNERSHIP, REASON))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void an_action_that_starts_without_a_bilan_meeting_is_warned_about() {
        var meeting = new BilanMeetingScheduled(PARTNERSHIP, EPN, Instant.parse("2026-06-20T08:00:00Z"));
        fixture.given(upTo(agreed()))
                .when(new StartAction(PARTNERSHIP, DAY))
                .expectEvents(new ActionStarted(PARTNERSHIP, EPN, DAY, List.of(Warning.NO_BILAN_MEETING)));
        fixture.given(proposed(), negotiating(), agreed(), meeting)
                .when(new StartAction(PARTNERSHIP, DAY))
                .expectEvents(started());
        fixture.given(proposed(), negotiating(), agreed(), meeting)
                .when(new ScheduleBilanMeeting(PARTNERSHIP, meeting.at()))
                .expectNoEvents();
    }

    @Test
    void an_action_starts_once_agreed_and_only_once() {
        fixture.given(upTo(negotiating()))
                .when(new StartAction(PARTNERSHIP, DAY))
                .expectException(WrongPartnershipState.class);
        fixture.given(upTo(started())).when(new StartAction(PARTNERSHIP, DAY)).expectNoEvents();
        fixture.given(upTo(started()))
                .when(new StartAction(PARTNERSHIP, DAY.plusDays(1)))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void a_running_action_is_suspended_and_resumed() {
        var suspended = new ActionSuspended(PARTNERSHIP, EPN, REASON);
        fixture.given(upTo(started()))
                .when(new SuspendAction(PARTNERSHIP, REASON))
                .expectEvents(suspended);
        fixture.given(proposed(), negotiating(), agreed(), started(), suspended)
                .when(new SuspendAction(PARTNERSHIP, REASON))
                .expectNoEvents();
        fixture.given(proposed(), negotiating(), agreed(), started(), suspended)
                .when(new ResumeAction(PARTNERSHIP, REASON))
                .expectEvents(new ActionResumed(PARTNERSHIP, EPN, REASON));
        fixture.given(upTo(agreed()))
                .when(new SuspendAction(PARTNERSHIP, REASON))
                .expectException(WrongPartnershipState.class);
        fixture.given(upTo(agreed()))
                .when(new ResumeAction(PARTNERSHIP, REASON))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void an_action_is_completed_after_it_began() {
        fixture.given(upTo(started()))
                .when(new CompleteAction(PARTNERSHIP, DAY.plusMonths(6)))
                .expectEvents(completed());
        fixture.given(upTo(started()))
                .when(new CompleteAction(PARTNERSHIP, DAY.minusDays(1)))
                .expectException(CompletedBeforeStart.class);
        fixture.given(upTo(completed()))
                .when(new CompleteAction(PARTNERSHIP, DAY.plusMonths(6)))
                .expectNoEvents();
        fixture.given(upTo(completed()))
                .when(new CompleteAction(PARTNERSHIP, DAY.plusMonths(7)))
                .expectException(WrongPartnershipState.class);
        fixture.given(upTo(agreed()))
                .when(new CompleteAction(PARTNERSHIP, DAY))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void an_agreed_partnership_may_end_early_and_its_bilan_is_still_due() {
        var terminated = new PartnershipTerminated(PARTNERSHIP, EPN, REASON);
        fixture.given(upTo(started()))
                .when(new TerminateEarly(PARTNERSHIP, REASON))
                .expectEvents(terminated);
        fixture.given(proposed(), negotiating(), agreed(), terminated)
                .when(new TerminateEarly(PARTNERSHIP, REASON))
                .expectNoEvents();
        fixture.given(proposed(), negotiating(), agreed(), terminated, delivered())
                .when(new DecideFollowUp(PARTNERSHIP, FollowUp.CLOSE, null, null))
                .expectEvents(new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.CLOSE, null, null));
        fixture.given(proposed())
                .when(new TerminateEarly(PARTNERSHIP, REASON))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void a_proposal_is_declined_or_withdrawn_until_it_is_agreed() {
        fixture.given(proposed())
                .when(new DeclinePartnership(PARTNERSHIP, REASON))
                .expectEvents(new PartnershipDeclined(PARTNERSHIP, EPN, REASON));
        fixture.given(upTo(negotiating()))
                .when(new WithdrawProposal(PARTNERSHIP, REASON))
                .expectEvents(new ProposalWithdrawn(PARTNERSHIP, EPN, REASON));
        fixture.given(upTo(agreed()))
                .when(new DeclinePartnership(PARTNERSHIP, REASON))
                .expectException(WrongPartnershipState.class);
        fixture.given(upTo(agreed()))
                .when(new WithdrawProposal(PARTNERSHIP, REASON))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void a_bilan_is_delivered_once_even_before_the_action_is_over() {
        fixture.given(upTo(completed())).when(new DeliverBilan(PARTNERSHIP)).expectEvents(delivered());
        fixture.given(upTo(delivered())).when(new DeliverBilan(PARTNERSHIP)).expectNoEvents();
        fixture.given(proposed(), negotiating(), agreed(), started(), delivered(), completed())
                .when(new DecideFollowUp(PARTNERSHIP, FollowUp.CLOSE, null, null))
                .expectEvents(new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.CLOSE, null, null));
    }

    @Test
    void a_follow_up_is_decided_once_every_partner_has_the_bilan() {
        var renew = new DecideFollowUp(PARTNERSHIP, FollowUp.RENEW_IDENTICAL, null, NEXT);
        var renewed = new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.RENEW_IDENTICAL, null, NEXT);
        fixture.given(upTo(completed())).when(renew).expectException(WrongPartnershipState.class);
        fixture.given(upTo(delivered()))
                .when(renew)
                .expectEvents(renewed)
                .expectResultMessagePayload(new FollowedUp(NEXT));
        fixture.given(proposed(), negotiating(), agreed(), started(), completed(), delivered(), renewed)
                .when(new DecideFollowUp(
                        PARTNERSHIP, FollowUp.RENEW_IDENTICAL, null, new PartnershipId(new UUID(5, 3))))
                .expectNoEvents()
                .expectResultMessagePayload(new FollowedUp(NEXT));
        fixture.given(proposed(), negotiating(), agreed(), started(), completed(), delivered(), renewed)
                .when(new DecideFollowUp(PARTNERSHIP, FollowUp.CLOSE, null, null))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void a_new_project_must_exist() {
        fixture.given(upTo(delivered()))
                .when(new DecideFollowUp(PARTNERSHIP, FollowUp.NEW_PROJECT, NEXT_PROJECT, NEXT))
                .expectEvents(new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.NEW_PROJECT, NEXT_PROJECT, NEXT));
        fixture.given(upTo(delivered()))
                .when(new DecideFollowUp(PARTNERSHIP, FollowUp.NEW_PROJECT, new ProjectId(new UUID(9, 9)), NEXT))
                .expectException(UnknownProject.class);
    }

    @Test
    void an_avenant_that_every_party_signed_concludes_nothing_anew() {
        fixture.given(upTo(agreed()))
                .when(new ConcludeByConvention(PARTNERSHIP, CONVENTION))
                .expectNoEvents();
        fixture.given(upTo(started()))
                .when(new ConcludeByConvention(PARTNERSHIP, CONVENTION))
                .expectNoEvents();
        fixture.given(upTo(agreed()))
                .when(new ConcludeByConvention(PARTNERSHIP, new ConventionId(new UUID(6, 2))))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void going_ahead_without_a_convention_for_the_same_reason_changes_nothing() {
        var agreed = new AgreedWithoutConvention(PARTNERSHIP, EPN, REASON, List.of(Warning.NO_CONVENTION));
        fixture.given(proposed(), negotiating(), agreed)
                .when(new AgreeWithoutConvention(PARTNERSHIP, REASON))
                .expectNoEvents();
        fixture.given(proposed(), negotiating(), agreed)
                .when(new AgreeWithoutConvention(PARTNERSHIP, "un autre motif"))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void a_renewal_inherits_parties_pilot_and_project_and_nothing_else() {
        fixture.givenNoPriorActivity()
                .when(renewal(new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.RENEW_IDENTICAL, null, NEXT), proposed()))
                .expectEvents(new PartnershipProposed(
                        NEXT,
                        EPN,
                        WORKSHOPS,
                        List.of(LIRE_ENSEMBLE, CINEMA),
                        CLAIRE,
                        List.of(),
                        List.of(),
                        List.of(),
                        PARTNERSHIP,
                        List.of(Warning.NO_PARTNER_BENEFIT)));
    }

    @Test
    void a_renewal_inherits_the_parties_and_the_pilot_of_the_end_and_may_be_for_another_project() {
        var renewal = renewal(
                new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.NEW_PROJECT, NEXT_PROJECT, NEXT),
                proposed(),
                new PartnerLeft(PARTNERSHIP, EPN, LIRE_ENSEMBLE, REASON),
                new PilotAssigned(PARTNERSHIP, EPN, INES, CINEMA),
                negotiating());

        assertThat(renewal.partnerIds()).containsExactly(CINEMA);
        assertThat(renewal.pilotId()).isEqualTo(INES);
        assertThat(renewal.projectId()).isEqualTo(NEXT_PROJECT);
    }

    private static RenewPartnership renewal(FollowUpDecided decided, PartnershipEvent... life) {
        PartnershipPolicy.Parties parties = null;
        for (var event : life) {
            parties = PartnershipPolicy.Parties.after(parties, event);
        }
        return Objects.requireNonNull(parties).renewal(decided, DAY);
    }
}

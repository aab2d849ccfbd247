package org.maillage.command.partnership;

import static org.maillage.command.World.*;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.maillage.command.NotAParty;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.partnership.PartnershipCommand.*;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.CostId;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.ReceiptId;
import org.maillage.kernel.partnership.SupportId;
import org.maillage.kernel.partnership.Warning;

class PartnershipMoneyTest {

    private static final PledgeId PLEDGE = new PledgeId(new UUID(7, 1));
    private static final PledgeId OTHER_PLEDGE = new PledgeId(new UUID(7, 11));
    private static final ReceiptId RECEIPT = new ReceiptId(new UUID(7, 2));
    private static final ReceiptId OTHER_RECEIPT = new ReceiptId(new UUID(7, 12));
    private static final CostId COST = new CostId(new UUID(7, 3));
    private static final SupportId SUPPORT = new SupportId(new UUID(7, 4));
    private static final String REASON = "erreur de saisie";

    private final FixtureConfiguration<Partnership> fixture = fixture(Partnership.class);

    /** Pledged 100 twice, of which 60 and 30 came for the first, and paid 60. */
    private static List<PartnershipEvent> life(PartnershipEvent... more) {
        var life = new ArrayList<PartnershipEvent>(List.of(
                proposed(),
                negotiating(),
                pledged(PLEDGE),
                pledged(OTHER_PLEDGE),
                received(RECEIPT, "60"),
                received(OTHER_RECEIPT, "30"),
                new DirectCostRecorded(PARTNERSHIP, EPN, COST, Money.of("60"), "livrets", DAY)));
        life.addAll(List.of(more));
        return life;
    }

    private static PartnershipEvent[] followedUp() {
        return new PartnershipEvent[] {
            agreed(),
            started(),
            completed(),
            delivered(),
            new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.CLOSE, null, null)
        };
    }

    private static ContributionPledged pledged(PledgeId pledge) {
        return new ContributionPledged(
                PARTNERSHIP,
                EPN,
                pledge,
                CINEMA,
                ContributionKind.CASH,
                ContributionNature.EQUIPMENT,
                Money.of("100"),
                "matériel",
                List.of());
    }

    private static ContributionReceived received(ReceiptId receipt, String amount) {
        return new ContributionReceived(
                PARTNERSHIP, EPN, receipt, PLEDGE, ContributionKind.CASH, Money.of(amount), DAY);
    }

    private static @Nullable Money money(@Nullable String amount) {
        return amount == null ? null : Money.of(amount);
    }

    private static AmendPledge amend(
            @Nullable String amount, @Nullable ContributionNature nature, @Nullable String description) {
        return new AmendPledge(PARTNERSHIP, PLEDGE, money(amount), nature, description, REASON);
    }

    private static PledgeAmended amended(
            String amount, ContributionNature nature, String description, Warning... warnings) {
        return new PledgeAmended(
                PARTNERSHIP,
                EPN,
                PLEDGE,
                CINEMA,
                ContributionKind.CASH,
                nature,
                Money.of(amount),
                description,
                REASON,
                List.of(warnings));
    }

    @Test
    void a_pledge_is_amended_and_keeps_what_is_not_said() {
        fixture.given(life())
                .when(amend("250", null, null))
                .expectEvents(amended("250", ContributionNature.EQUIPMENT, "matériel"))
                .expectResultMessagePayload(Warned.NONE);
        fixture.given(life(amended("250", ContributionNature.EQUIPMENT, "matériel")))
                .when(amend(null, null, "trois ordinateurs"))
                .expectEvents(amended("250", ContributionNature.EQUIPMENT, "trois ordinateurs"));
    }

    @Test
    void a_pledge_that_turns_out_to_be_for_operating_costs_is_warned_about() {
        fixture.given(life())
                .when(amend(null, ContributionNature.OPERATING, null))
                .expectEvents(amended("100", ContributionNature.OPERATING, "matériel", Warning.OPERATING_CONTRIBUTION))
                .expectResultMessagePayload(new Warned(List.of(Warning.OPERATING_CONTRIBUTION)));
    }

    @Test
    void amending_a_pledge_to_what_it_is_changes_nothing() {
        fixture.given(life())
                .when(amend("100.00", ContributionNature.EQUIPMENT, "matériel"))
                .expectNoEvents();
    }

    @Test
    void a_pledge_stays_above_what_was_received_for_it() {
        fixture.given(life())
                .when(amend("90", null, null))
                .expectEvents(amended("90", ContributionNature.EQUIPMENT, "matériel"));
        fixture.given(life()).when(amend("89.99", null, null)).expectException(ReceivedMoreThanPledged.class);
    }

    @Test
    void more_is_received_once_the_pledge_was_amended() {
        var receive =
                new ReceiveContribution(PARTNERSHIP, new ReceiptId(new UUID(7, 22)), PLEDGE, Money.of("150"), DAY);
        fixture.given(life()).when(receive).expectException(ReceivedMoreThanPledged.class);
        fixture.given(life(amended("240", ContributionNature.EQUIPMENT, "matériel")))
                .when(receive)
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void only_a_known_pledge_is_amended() {
        fixture.given(upTo(negotiating())).when(amend("1", null, null)).expectException(UnknownPledge.class);
    }

    private static CorrectReceipt correctReceipt(@Nullable String amount, @Nullable LocalDate receivedOn) {
        return new CorrectReceipt(PARTNERSHIP, RECEIPT, money(amount), receivedOn, REASON);
    }

    private static ReceiptCorrected receiptCorrected(String amount, LocalDate receivedOn) {
        return new ReceiptCorrected(
                PARTNERSHIP, EPN, RECEIPT, PLEDGE, ContributionKind.CASH, Money.of(amount), receivedOn, REASON);
    }

    @Test
    void a_receipt_is_corrected_within_the_pledge() {
        fixture.given(life()).when(correctReceipt("70", null)).expectEvents(receiptCorrected("70", DAY));
        fixture.given(life()).when(correctReceipt("70.01", null)).expectException(ReceivedMoreThanPledged.class);
        fixture.given(life())
                .when(correctReceipt(null, DAY.minusDays(1)))
                .expectEvents(receiptCorrected("60", DAY.minusDays(1)));
    }

    @Test
    void what_a_corrected_receipt_frees_can_be_received() {
        fixture.given(life(receiptCorrected("10", DAY)))
                .when(new ReceiveContribution(PARTNERSHIP, new ReceiptId(new UUID(7, 22)), PLEDGE, Money.of("60"), DAY))
                .expectSuccessfulHandlerExecution();
        fixture.given(life(receiptCorrected("10", DAY)))
                .when(new ReceiveContribution(
                        PARTNERSHIP, new ReceiptId(new UUID(7, 22)), PLEDGE, Money.of("60.01"), DAY))
                .expectException(ReceivedMoreThanPledged.class);
    }

    @Test
    void correcting_a_receipt_to_what_it_is_changes_nothing() {
        fixture.given(life()).when(correctReceipt("60", DAY)).expectNoEvents();
        fixture.given(life(receiptCorrected("10", DAY)))
                .when(correctReceipt("10", null))
                .expectNoEvents();
    }

    @Test
    void only_a_known_receipt_is_corrected() {
        fixture.given(upTo(negotiating())).when(correctReceipt("1", null)).expectException(UnknownReceipt.class);
    }

    private static CorrectDirectCost correctCost(
            @Nullable String amount, @Nullable String label, @Nullable LocalDate incurredOn) {
        return new CorrectDirectCost(PARTNERSHIP, COST, money(amount), label, incurredOn, REASON);
    }

    private static DirectCostCorrected costCorrected(String amount, String label, LocalDate incurredOn) {
        return new DirectCostCorrected(PARTNERSHIP, EPN, COST, Money.of(amount), label, incurredOn, REASON);
    }

    @Test
    void a_direct_cost_is_corrected_and_keeps_what_is_not_said() {
        fixture.given(life()).when(correctCost("16", null, null)).expectEvents(costCorrected("16", "livrets", DAY));
        fixture.given(life(costCorrected("16", "livrets", DAY)))
                .when(correctCost(null, "affiches", DAY.minusDays(3)))
                .expectEvents(costCorrected("16", "affiches", DAY.minusDays(3)));
        fixture.given(life(costCorrected("16", "livrets", DAY)))
                .when(correctCost("16", "livrets", DAY))
                .expectNoEvents();
    }

    @Test
    void only_a_known_direct_cost_is_corrected() {
        fixture.given(proposed()).when(correctCost("16", null, null)).expectException(UnknownCost.class);
    }

    @Test
    void corrections_stay_possible_after_the_follow_up() {
        fixture.given(life(followedUp()))
                .when(amend("250", null, null))
                .expectEvents(amended("250", ContributionNature.EQUIPMENT, "matériel"));
        fixture.given(life(followedUp())).when(correctReceipt("10", null)).expectEvents(receiptCorrected("10", DAY));
        fixture.given(life(followedUp()))
                .when(correctCost("16", null, null))
                .expectEvents(costCorrected("16", "livrets", DAY));
    }

    @Test
    void corrections_stay_possible_on_a_failed_partnership() {
        fixture.given(life(new PartnershipDeclined(PARTNERSHIP, EPN, "un motif")))
                .when(correctCost("16", null, null))
                .expectEvents(costCorrected("16", "livrets", DAY));
    }

    private static GrantSupport grant(PartnerId partner) {
        return new GrantSupport(
                PARTNERSHIP,
                SUPPORT,
                partner,
                ContributionKind.CASH,
                Money.of("1500"),
                "aide au projet",
                DAY,
                "DEL-2025-14",
                DAY,
                DAY.plusMonths(1));
    }

    @Test
    void the_authority_supports_a_partner_from_the_negotiation_until_the_follow_up() {
        var granted = new SupportGranted(
                PARTNERSHIP,
                EPN,
                SUPPORT,
                CINEMA,
                ContributionKind.CASH,
                Money.of("1500"),
                "aide au projet",
                DAY,
                "DEL-2025-14",
                DAY,
                DAY.plusMonths(1));
        fixture.given(upTo(negotiating()))
                .when(grant(CINEMA))
                .expectEvents(granted)
                .expectResultMessagePayload(new Supported(SUPPORT));
        fixture.given(upTo(delivered())).when(grant(CINEMA)).expectEvents(granted);
        fixture.given(proposed()).when(grant(CINEMA)).expectException(WrongPartnershipState.class);
        fixture.given(life(followedUp())).when(grant(CINEMA)).expectException(WrongPartnershipState.class);
    }

    @Test
    void only_a_partner_is_supported() {
        fixture.given(upTo(negotiating())).when(grant(STRANGE_PARTNER)).expectException(NotAParty.class);
    }
}

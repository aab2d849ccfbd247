package org.maillage.command.bilan;

import static org.maillage.command.World.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import org.maillage.command.NotAParty;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.bilan.BilanCommand.*;
import org.maillage.kernel.Event;
import org.maillage.kernel.bilan.BilanEvent;
import org.maillage.kernel.bilan.BilanEvent.*;
import org.maillage.kernel.bilan.BilanId;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PartnershipEvent.FollowUpDecided;

class BilanTest {

    private static final BilanId BILAN = new BilanId(new UUID(11, 1));

    private final FixtureConfiguration<Bilan> fixture = fixture(Bilan.class, upTo(started()));

    private static BilanDrafted drafted() {
        return new BilanDrafted(BILAN, PARTNERSHIP, EPN, List.of(LIRE_ENSEMBLE, CINEMA), "Dix séances.", null);
    }

    private static BilanShared shared(PartnerId partner, boolean complete) {
        return new BilanShared(BILAN, PARTNERSHIP, EPN, partner, complete);
    }

    @Test
    void a_bilan_is_drafted_once_the_action_runs() {
        fixture.givenNoPriorActivity()
                .when(new DraftBilan(BILAN, PARTNERSHIP, "Dix séances.", null))
                .expectEvents(drafted());
        fixture(Bilan.class, upTo(agreed()))
                .givenNoPriorActivity()
                .when(new DraftBilan(BILAN, PARTNERSHIP, "Dix séances.", null))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void a_bilan_reaches_its_partners_one_by_one() {
        fixture.given(drafted()).when(new ShareBilan(BILAN, CINEMA)).expectEvents(shared(CINEMA, false));
        fixture.given(drafted(), shared(CINEMA, false))
                .when(new ShareBilan(BILAN, LIRE_ENSEMBLE))
                .expectEvents(shared(LIRE_ENSEMBLE, true));
        fixture.given(drafted(), shared(CINEMA, false))
                .when(new ShareBilan(BILAN, CINEMA))
                .expectNoEvents();
        fixture.given(drafted()).when(new ShareBilan(BILAN, STRANGE_PARTNER)).expectException(NotAParty.class);
    }

    @Test
    void partners_amend_a_shared_bilan_until_it_is_final() {
        var amendment = new BilanAmended(BILAN, PARTNERSHIP, EPN, CINEMA, "et une projection");
        fixture.given(drafted(), shared(CINEMA, false))
                .when(new AmendBilan(BILAN, CINEMA, "et une projection"))
                .expectEvents(amendment);
        fixture.given(drafted()).when(new AmendBilan(BILAN, CINEMA, "trop tôt")).expectException(WrongBilanState.class);
        fixture.given(
                        drafted(),
                        shared(CINEMA, false),
                        shared(LIRE_ENSEMBLE, true),
                        new BilanFinalised(BILAN, PARTNERSHIP, EPN))
                .when(new AmendBilan(BILAN, CINEMA, "trop tard"))
                .expectException(WrongBilanState.class);
    }

    @Test
    void a_bilan_is_final_only_after_every_partner_has_it() {
        fixture.given(drafted(), shared(CINEMA, false))
                .when(new FinaliseBilan(BILAN))
                .expectException(BilanNotSharedWithEveryPartner.class);
        var finalised = new BilanFinalised(BILAN, PARTNERSHIP, EPN);
        fixture.given(drafted(), shared(CINEMA, false), shared(LIRE_ENSEMBLE, true))
                .when(new FinaliseBilan(BILAN))
                .expectEvents(finalised);
        fixture.given(drafted(), shared(CINEMA, false), shared(LIRE_ENSEMBLE, true), finalised)
                .when(new FinaliseBilan(BILAN))
                .expectNoEvents();
    }

    private static BilanRevised revised(int version) {
        return new BilanRevised(BILAN, PARTNERSHIP, EPN, version, "Onze séances.", PartyId.of(CINEMA));
    }

    private static ReviseBilan revise() {
        return new ReviseBilan(BILAN, "Onze séances.", PartyId.of(CINEMA));
    }

    private static BilanFinalised finalised() {
        return new BilanFinalised(BILAN, PARTNERSHIP, EPN);
    }

    private static BilanReopened reopened(int version) {
        return new BilanReopened(BILAN, PARTNERSHIP, EPN, version, "un chiffre faux");
    }

    private static ReopenBilan reopen() {
        return new ReopenBilan(BILAN, "un chiffre faux");
    }

    private static List<BilanEvent> completed(BilanEvent... more) {
        var life = new ArrayList<BilanEvent>(
                List.of(drafted(), shared(CINEMA, false), shared(LIRE_ENSEMBLE, true), finalised()));
        life.addAll(List.of(more));
        return life;
    }

    /** After the follow-up. */
    private static FixtureConfiguration<Bilan> over() {
        return fixture(
                Bilan.class,
                Stream.concat(
                                Arrays.stream(upTo(delivered())),
                                Stream.of(new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.CLOSE, null, null)))
                        .toArray(Event[]::new));
    }

    @Test
    void a_bilan_speaks_in_the_name_of_a_party() {
        for (var party : List.of(PartyId.of(EPN), PartyId.of(CINEMA))) {
            fixture.givenNoPriorActivity()
                    .when(new DraftBilan(BILAN, PARTNERSHIP, "Dix séances.", party))
                    .expectEvents(new BilanDrafted(
                            BILAN, PARTNERSHIP, EPN, List.of(LIRE_ENSEMBLE, CINEMA), "Dix séances.", party));
        }
        fixture.givenNoPriorActivity()
                .when(new DraftBilan(BILAN, PARTNERSHIP, "Dix séances.", PartyId.of(STRANGE_PARTNER)))
                .expectException(NotAParty.class);
        fixture.given(drafted())
                .when(new ReviseBilan(BILAN, "Onze séances.", PartyId.of(OTHER_EPN)))
                .expectException(NotAParty.class);
    }

    @Test
    void a_revised_bilan_is_a_draft_that_nobody_has_received() {
        fixture.given(drafted()).when(revise()).expectEvents(revised(2));
        fixture.given(drafted(), revised(2)).when(revise()).expectNoEvents();
        fixture.given(drafted(), revised(2))
                .when(new ReviseBilan(BILAN, "Onze séances.", null))
                .expectNoEvents();
        fixture.given(drafted(), shared(CINEMA, false), shared(LIRE_ENSEMBLE, true))
                .when(revise())
                .expectEvents(revised(2));
        fixture.given(drafted(), shared(CINEMA, false), revised(2))
                .when(new ShareBilan(BILAN, LIRE_ENSEMBLE))
                .expectEvents(shared(LIRE_ENSEMBLE, false));
        fixture.given(drafted(), shared(CINEMA, false), revised(2), shared(LIRE_ENSEMBLE, false))
                .when(new ShareBilan(BILAN, CINEMA))
                .expectEvents(shared(CINEMA, true));
        fixture.given(drafted(), shared(CINEMA, false), shared(LIRE_ENSEMBLE, true), revised(2))
                .when(new FinaliseBilan(BILAN))
                .expectException(BilanNotSharedWithEveryPartner.class);
        fixture.given(drafted(), shared(CINEMA, false), revised(2))
                .when(new AmendBilan(BILAN, CINEMA, "et une projection"))
                .expectException(WrongBilanState.class);
        fixture.given(completed()).when(revise()).expectException(WrongBilanState.class);
    }

    @Test
    void the_same_amendment_again_changes_nothing_unless_the_text_was_revised() {
        var amendment = new BilanAmended(BILAN, PARTNERSHIP, EPN, CINEMA, "et une projection");
        fixture.given(drafted(), shared(CINEMA, false), amendment)
                .when(new AmendBilan(BILAN, CINEMA, "et une projection"))
                .expectNoEvents();
        fixture.given(drafted(), shared(CINEMA, false), amendment, revised(2), shared(CINEMA, false))
                .when(new AmendBilan(BILAN, CINEMA, "et une projection"))
                .expectEvents(amendment);
        fixture.given(drafted(), shared(CINEMA, false))
                .when(new AmendBilan(BILAN, STRANGE_PARTNER, "bonjour"))
                .expectException(NotAParty.class);
    }

    @Test
    void only_a_final_bilan_is_reopened_and_every_partner_receives_it_again() {
        fixture.given(completed()).when(reopen()).expectEvents(reopened(2));
        fixture.given(completed(reopened(2))).when(reopen()).expectNoEvents();
        fixture.given(drafted()).when(reopen()).expectException(WrongBilanState.class);
        fixture.given(drafted(), shared(CINEMA, false)).when(reopen()).expectException(WrongBilanState.class);
        fixture.given(completed(reopened(2), shared(CINEMA, false)))
                .when(reopen())
                .expectException(WrongBilanState.class);
        fixture.given(completed(reopened(2)))
                .when(new FinaliseBilan(BILAN))
                .expectException(BilanNotSharedWithEveryPartner.class);
        fixture.given(completed(reopened(2))).when(revise()).expectEvents(revised(3));
        fixture.given(completed(reopened(2), revised(3), shared(CINEMA, false), shared(LIRE_ENSEMBLE, true)))
                .when(new FinaliseBilan(BILAN))
                .expectEvents(finalised());
        fixture.given(completed(reopened(2), shared(CINEMA, false), shared(LIRE_ENSEMBLE, true), finalised()))
                .when(reopen())
                .expectEvents(reopened(3));
    }

    @Test
    void after_the_follow_up_a_bilan_changes_only_once_it_is_reopened() {
        over().given(drafted(), shared(CINEMA, false))
                .when(new ShareBilan(BILAN, LIRE_ENSEMBLE))
                .expectException(WrongPartnershipState.class);
        over().given(drafted(), shared(CINEMA, false))
                .when(new AmendBilan(BILAN, CINEMA, "trop tard"))
                .expectException(WrongPartnershipState.class);
        over().given(drafted(), shared(CINEMA, false), shared(LIRE_ENSEMBLE, true))
                .when(new FinaliseBilan(BILAN))
                .expectException(WrongPartnershipState.class);
        over().given(drafted()).when(revise()).expectException(WrongPartnershipState.class);
        over().given(completed()).when(reopen()).expectEvents(reopened(2));
        over().given(completed(reopened(2))).when(revise()).expectEvents(revised(3));
        over().given(completed(reopened(2), revised(3)))
                .when(new ShareBilan(BILAN, CINEMA))
                .expectEvents(shared(CINEMA, false));
        over().given(completed(reopened(2), shared(CINEMA, false)))
                .when(new AmendBilan(BILAN, CINEMA, "et une projection"))
                .expectEvents(new BilanAmended(BILAN, PARTNERSHIP, EPN, CINEMA, "et une projection"));
        over().given(completed(reopened(2), shared(CINEMA, false), shared(LIRE_ENSEMBLE, true)))
                .when(new FinaliseBilan(BILAN))
                .expectEvents(finalised());
    }
}

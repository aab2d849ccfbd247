package org.maillage.command.bilan;

import static org.maillage.command.World.*;

import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import org.maillage.command.NotAParty;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.bilan.BilanCommand.*;
import org.maillage.kernel.bilan.BilanEvent.*;
import org.maillage.kernel.bilan.BilanId;
import org.maillage.kernel.partner.PartnerId;

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
                .when(new DraftBilan(BILAN, PARTNERSHIP, "Dix séances."))
                .expectEvents(drafted());
        fixture(Bilan.class, upTo(agreed()))
                .givenNoPriorActivity()
                .when(new DraftBilan(BILAN, PARTNERSHIP, "Dix séances."))
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
}

package org.maillage.command.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillage.command.World.*;

import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.maillage.command.UnknownReference.UnknownEpn;
import org.maillage.command.UnknownReference.UnknownPerson;
import org.maillage.command.partner.PartnerCommand.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partner.PartnerKind;

class PartnerTest {

    private static final Role CHAIR = new Role("présidente");

    private final FixtureConfiguration<Partner> fixture = fixture(Partner.class);
    private final PartnerRegistered registered = partner(LIRE_ENSEMBLE, EPN, PartnerKind.ASSOCIATION);

    private static RegisterPartner register(EpnId epn, @Nullable Siret siret) {
        return new RegisterPartner(
                LIRE_ENSEMBLE,
                epn,
                "Un partenaire",
                PartnerKind.ASSOCIATION,
                siret,
                null,
                null,
                List.of(),
                List.of(),
                null);
    }

    @Test
    void a_card_is_made_for_an_organisation() {
        fixture.givenNoPriorActivity().when(register(EPN, null)).expectEvents(registered);
    }

    @Test
    void a_card_belongs_to_a_centre_that_exists() {
        fixture.givenNoPriorActivity()
                .when(register(new EpnId(new UUID(9, 9)), null))
                .expectException(UnknownEpn.class);
    }

    @Test
    void a_contact_is_added_once() {
        var contact = new ContactAdded(LIRE_ENSEMBLE, EPN, BERNARD, CHAIR);
        fixture.given(registered)
                .when(new AddContact(LIRE_ENSEMBLE, BERNARD, CHAIR))
                .expectEvents(contact);
        fixture.given(registered, contact)
                .when(new AddContact(LIRE_ENSEMBLE, BERNARD, CHAIR))
                .expectNoEvents();
        fixture.given(registered, contact)
                .when(new AddContact(LIRE_ENSEMBLE, BERNARD, new Role("trésorier")))
                .expectException(ContactAlreadyAdded.class);
        fixture.given(registered)
                .when(new AddContact(LIRE_ENSEMBLE, STRANGER, CHAIR))
                .expectException(UnknownPerson.class);
    }

    @Test
    void exchanges_and_the_yearly_reading_of_the_card_are_kept() {
        fixture.given(registered)
                .when(new LogPartnerExchange(LIRE_ENSEMBLE, ExchangeChannel.PHONE, DAY, "rappeler", BERNARD))
                .expectEvents(
                        new PartnerExchangeLogged(LIRE_ENSEMBLE, EPN, ExchangeChannel.PHONE, DAY, "rappeler", BERNARD));
        var confirmed = new PartnerCardConfirmed(LIRE_ENSEMBLE, EPN, DAY);
        fixture.given(registered)
                .when(new ConfirmPartnerCard(LIRE_ENSEMBLE, DAY))
                .expectEvents(confirmed);
        fixture.given(registered, confirmed)
                .when(new ConfirmPartnerCard(LIRE_ENSEMBLE, DAY))
                .expectNoEvents();
    }

    @Test
    void refusals_have_stable_codes() {
        assertThat(new SiretAlreadyUsed().code()).isEqualTo("siret-already-used");
        assertThat(new ContactAlreadyAdded().code()).isEqualTo("contact-already-added");
        assertThat(new UnknownPerson().code()).isEqualTo("unknown-person");
        assertThat(new UnknownPerson().status()).isEqualTo(404);
    }
}

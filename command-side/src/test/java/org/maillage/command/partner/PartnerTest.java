package org.maillage.command.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillage.command.World.*;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maillage.command.PartnerCardIsMerged;
import org.maillage.command.UnknownReference.UnknownEpn;
import org.maillage.command.UnknownReference.UnknownPartner;
import org.maillage.command.UnknownReference.UnknownPartnership;
import org.maillage.command.UnknownReference.UnknownPerson;
import org.maillage.command.UnknownReference.UnknownSession;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.ledger.Claims;
import org.maillage.command.ledger.Claims.Staged;
import org.maillage.command.partner.PartnerCommand.*;
import org.maillage.kernel.Event;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.EpciCode;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.partner.ChannelConstraintKind;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partner.TechFamiliarity;
import org.maillage.kernel.partnership.PartnershipEvent.ActionSuspended;
import org.maillage.kernel.partnership.PartnershipEvent.PartnershipProposed;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonEvent.PersonErased;
import org.maillage.kernel.session.SessionEvent.SessionPlanned;
import org.maillage.kernel.session.SessionId;

class PartnerTest {

    private static final Role CHAIR = new Role("présidente");
    private static final Role TREASURER = new Role("trésorière");
    private static final Siret SIRET = new Siret("23350001600040");
    private static final Siret OTHER_SIRET = new Siret("38047555800058");
    private static final SessionId SESSION = new SessionId(new UUID(7, 1));

    private final Claims claims = new Claims();
    private final FixtureConfiguration<Partner> fixture = inTheWorld();
    private final PartnerRegistered registered = partner(LIRE_ENSEMBLE, EPN, PartnerKind.ASSOCIATION);
    private final ContactAdded contact = new ContactAdded(LIRE_ENSEMBLE, EPN, BERNARD, CHAIR);
    private final PartnerCardMerged merged = new PartnerCardMerged(LIRE_ENSEMBLE, EPN, CINEMA);

    private FixtureConfiguration<Partner> inTheWorld(Event... elsewhere) {
        return fixture(Partner.class, claims, elsewhere);
    }

    private static Card card(@Nullable Siret siret) {
        return new Card(
                "Un partenaire",
                PartnerKind.ASSOCIATION,
                siret,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    private static RegisterPartner register(EpnId epn, @Nullable Siret siret) {
        return new RegisterPartner(LIRE_ENSEMBLE, epn, card(siret));
    }

    private static PartnerRegistered registered(@Nullable Siret siret) {
        return new PartnerRegistered(
                LIRE_ENSEMBLE,
                EPN,
                "Un partenaire",
                PartnerKind.ASSOCIATION,
                siret,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                null,
                List.of());
    }

    private static PartnerRevised revised(@Nullable Siret siret) {
        return new PartnerRevised(
                LIRE_ENSEMBLE,
                EPN,
                "Un partenaire",
                PartnerKind.ASSOCIATION,
                siret,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    @Test
    void a_card_is_made_for_an_organisation() {
        fixture.givenNoPriorActivity().when(register(EPN, null)).expectEvents(registered);
    }

    @Test
    void a_card_says_where_the_organisation_is_and_what_it_wants_for_itself() {
        fixture.givenNoPriorActivity()
                .when(new RegisterPartner(
                        LIRE_ENSEMBLE,
                        EPN,
                        new Card(
                                "Lire Ensemble",
                                PartnerKind.ASSOCIATION,
                                null,
                                null,
                                "3 rue des Lices",
                                new CommuneCode("49007"),
                                new EpciCode("244900015"),
                                List.of("adultes"),
                                List.of("lecture"),
                                List.of("attirer les jeunes"),
                                "forum des associations")))
                .expectEvents(new PartnerRegistered(
                        LIRE_ENSEMBLE,
                        EPN,
                        "Lire Ensemble",
                        PartnerKind.ASSOCIATION,
                        null,
                        null,
                        new CommuneCode("49007"),
                        List.of("adultes"),
                        List.of("lecture"),
                        "forum des associations",
                        "3 rue des Lices",
                        new EpciCode("244900015"),
                        List.of("attirer les jeunes")));
    }

    @Test
    void a_card_belongs_to_a_centre_that_exists() {
        fixture.givenNoPriorActivity()
                .when(register(new EpnId(new UUID(9, 9)), null))
                .expectException(UnknownEpn.class);
    }

    @Test
    void a_siret_is_claimed_for_the_card() {
        fixture.givenNoPriorActivity().when(register(EPN, SIRET)).expectEvents(registered(SIRET));

        assertThat(claims.staged()).containsExactly(taken(SIRET));
    }

    @Test
    void a_revision_takes_the_siret_along() {
        fixture.given(registered(SIRET))
                .when(new RevisePartner(LIRE_ENSEMBLE, card(OTHER_SIRET)))
                .expectEvents(revised(OTHER_SIRET));

        assertThat(claims.staged()).containsExactly(released(SIRET), taken(OTHER_SIRET));
    }

    @Test
    void a_siret_that_stays_is_claimed_once_and_one_that_goes_is_released() {
        fixture.given(registered(SIRET))
                .when(new RevisePartner(LIRE_ENSEMBLE, card(SIRET)))
                .expectNoEvents();
        assertThat(claims.staged()).isEmpty();

        fixture.given(registered(SIRET), revised(OTHER_SIRET))
                .when(new RevisePartner(LIRE_ENSEMBLE, card(null)))
                .expectEvents(revised(null));
        assertThat(claims.staged()).containsExactly(released(OTHER_SIRET));
    }

    private static Staged taken(Siret siret) {
        return new Staged("partner-siret", EPN + "/" + siret, LIRE_ENSEMBLE.value(), true);
    }

    private static Staged released(Siret siret) {
        return new Staged("partner-siret", EPN + "/" + siret, LIRE_ENSEMBLE.value(), false);
    }

    @Test
    void a_contact_is_added_once() {
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
    void somebody_who_was_erased_is_nobodys_contact_any_more() {
        inTheWorld(new PersonErased(BERNARD, EPN, "à sa demande"))
                .given(registered)
                .when(new AddContact(LIRE_ENSEMBLE, BERNARD, CHAIR))
                .expectException(UnknownPerson.class);
    }

    @Test
    void a_contact_changes_role() {
        var changed = new ContactRoleChanged(LIRE_ENSEMBLE, EPN, BERNARD, TREASURER);
        var change = new ChangeContactRole(LIRE_ENSEMBLE, BERNARD, TREASURER);
        fixture.given(registered, contact).when(change).expectEvents(changed);
        fixture.given(registered, contact, changed).when(change).expectNoEvents();
        fixture.given(registered).when(change).expectException(UnknownContact.class);
    }

    @Test
    void a_contact_is_removed_once_and_may_come_back() {
        var removed = new ContactRemoved(LIRE_ENSEMBLE, EPN, BERNARD);
        var remove = new RemoveContact(LIRE_ENSEMBLE, BERNARD);
        fixture.given(registered, contact).when(remove).expectEvents(removed);
        fixture.given(registered, contact, removed)
                .when(remove)
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        fixture.given(registered).when(remove).expectException(UnknownContact.class);
        fixture.given(registered, contact, removed)
                .when(new ChangeContactRole(LIRE_ENSEMBLE, BERNARD, TREASURER))
                .expectException(UnknownContact.class);
        fixture.given(registered, contact, removed)
                .when(new AddContact(LIRE_ENSEMBLE, BERNARD, TREASURER))
                .expectEvents(new ContactAdded(LIRE_ENSEMBLE, EPN, BERNARD, TREASURER));
    }

    @Test
    void familiarity_with_technology_is_set_when_it_changes() {
        var set = new TechFamiliaritySet(LIRE_ENSEMBLE, EPN, TechFamiliarity.NONE);
        fixture.given(registered)
                .when(new SetTechFamiliarity(LIRE_ENSEMBLE, TechFamiliarity.NONE))
                .expectEvents(set);
        fixture.given(registered, set)
                .when(new SetTechFamiliarity(LIRE_ENSEMBLE, TechFamiliarity.NONE))
                .expectNoEvents();
    }

    @Test
    void a_constraint_is_noted_once_for_a_contact_or_for_all() {
        var noted = new ChannelConstraintNoted(
                LIRE_ENSEMBLE, EPN, BERNARD, ChannelConstraintKind.SMALL_MAILBOX, "5 Mo au plus");
        var note =
                new NoteChannelConstraint(LIRE_ENSEMBLE, BERNARD, ChannelConstraintKind.SMALL_MAILBOX, "5 Mo au plus");
        fixture.given(registered, contact).when(note).expectEvents(noted);
        fixture.given(registered, contact, noted).when(note).expectNoEvents();
        fixture.given(registered).when(note).expectException(UnknownContact.class);
        fixture.given(registered)
                .when(new NoteChannelConstraint(LIRE_ENSEMBLE, null, ChannelConstraintKind.LETTER_ONLY, null))
                .expectEvents(
                        new ChannelConstraintNoted(LIRE_ENSEMBLE, EPN, null, ChannelConstraintKind.LETTER_ONLY, null));
    }

    @Test
    void a_funder_is_objected_to_once_however_it_is_spelt() {
        var declared = new FundingObjectionDeclared(LIRE_ENSEMBLE, EPN, "Région Pays de la Loire", "concurrence");
        fixture.given(registered)
                .when(new DeclareFundingObjection(LIRE_ENSEMBLE, "Région Pays de la Loire", "concurrence"))
                .expectEvents(declared);
        fixture.given(registered, declared)
                .when(new DeclareFundingObjection(LIRE_ENSEMBLE, "REGION  pays de la loire", "concurrence"))
                .expectNoEvents();
        fixture.given(registered, declared)
                .when(new DeclareFundingObjection(LIRE_ENSEMBLE, "Région Pays de la Loire", "autre raison"))
                .expectEvents(
                        new FundingObjectionDeclared(LIRE_ENSEMBLE, EPN, "Région Pays de la Loire", "autre raison"));
    }

    @Test
    void an_objection_is_withdrawn_once() {
        var declared = new FundingObjectionDeclared(LIRE_ENSEMBLE, EPN, "Région Pays de la Loire", null);
        var withdraw = new WithdrawFundingObjection(LIRE_ENSEMBLE, "région pays de la loire", "entretien");
        var withdrawn = new FundingObjectionWithdrawn(LIRE_ENSEMBLE, EPN, "région pays de la loire", "entretien");
        fixture.given(registered, declared).when(withdraw).expectEvents(withdrawn);
        fixture.given(registered, declared, withdrawn)
                .when(withdraw)
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        fixture.given(registered).when(withdraw).expectException(UnknownFundingObjection.class);
        fixture.given(registered, declared, withdrawn, declared).when(withdraw).expectEvents(withdrawn);
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

    private static InvitePartner invite(@Nullable SessionId session) {
        return new InvitePartner(LIRE_ENSEMBLE, PARTNERSHIP, session, DAY, "venez voir");
    }

    private static PartnerInvited invited(@Nullable SessionId session) {
        return new PartnerInvited(LIRE_ENSEMBLE, EPN, PARTNERSHIP, session, DAY, "venez voir");
    }

    private static SessionPlanned session(PartnershipId partnership) {
        return new SessionPlanned(
                SESSION,
                partnership,
                EPN,
                Instant.parse("2025-10-07T12:00:00Z"),
                new Minutes(90),
                null,
                List.of(),
                null,
                false);
    }

    private static Event[] running(Event... more) {
        return Stream.concat(Stream.of(upTo(started())), Stream.of(more)).toArray(Event[]::new);
    }

    @Test
    void a_partner_is_invited_once_to_a_running_action() {
        inTheWorld(running()).given(registered).when(invite(null)).expectEvents(invited(null));
        inTheWorld(running())
                .given(registered, invited(null))
                .when(invite(null))
                .expectNoEvents();
    }

    @Test
    void a_partner_is_invited_to_a_session_of_that_action() {
        inTheWorld(running(session(PARTNERSHIP)))
                .given(registered)
                .when(invite(SESSION))
                .expectEvents(invited(SESSION));
        inTheWorld(running(session(new PartnershipId(new UUID(5, 9)))))
                .given(registered)
                .when(invite(SESSION))
                .expectException(UnknownSession.class);
        inTheWorld(running()).given(registered).when(invite(SESSION)).expectException(UnknownSession.class);
    }

    @Test
    void nobody_is_invited_to_an_action_that_does_not_run() {
        inTheWorld(upTo(agreed())).given(registered).when(invite(null)).expectException(WrongPartnershipState.class);
        inTheWorld(running(new ActionSuspended(PARTNERSHIP, EPN, "travaux")))
                .given(registered)
                .when(invite(null))
                .expectException(WrongPartnershipState.class);
        inTheWorld(upTo(completed())).given(registered).when(invite(null)).expectException(WrongPartnershipState.class);
    }

    @Test
    void nobody_is_invited_to_an_action_of_another_centre() {
        inTheWorld(new PartnershipProposed(
                        PARTNERSHIP,
                        OTHER_EPN,
                        WORKSHOPS,
                        List.of(STRANGE_PARTNER),
                        STRANGER,
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        List.of()))
                .given(registered)
                .when(invite(null))
                .expectException(UnknownPartnership.class);
        fixture.given(registered).when(invite(null)).expectException(UnknownPartnership.class);
    }

    @Test
    void wishes_are_sent() {
        var sent = new GreetingSent(LIRE_ENSEMBLE, EPN, DAY, ExchangeChannel.LETTER, null);
        var send = new SendGreeting(LIRE_ENSEMBLE, DAY, ExchangeChannel.LETTER, null);
        fixture.given(registered).when(send).expectEvents(sent);
        fixture.given(registered, sent).when(send).expectNoEvents();
    }

    @Test
    void a_double_is_merged_once_and_gives_its_siret_up() {
        fixture.given(registered(SIRET))
                .when(new MergePartnerCard(LIRE_ENSEMBLE, CINEMA))
                .expectEvents(merged);
        assertThat(claims.staged()).containsExactly(released(SIRET));

        fixture.given(registered(SIRET), merged)
                .when(new MergePartnerCard(LIRE_ENSEMBLE, CINEMA))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void a_double_is_merged_into_a_card_of_the_same_centre_that_is_no_double_itself() {
        fixture.given(registered)
                .when(new MergePartnerCard(LIRE_ENSEMBLE, STRANGE_PARTNER))
                .expectException(UnknownPartner.class);
        inTheWorld(new PartnerCardMerged(CINEMA, EPN, STRANGE_PARTNER))
                .given(registered)
                .when(new MergePartnerCard(LIRE_ENSEMBLE, CINEMA))
                .expectException(PartnerCardIsMerged.class);
    }

    @Test
    void the_card_that_stays_knows_of_its_double() {
        var absorbed = new PartnerCardAbsorbed(LIRE_ENSEMBLE, EPN, CINEMA);
        fixture.given(registered)
                .when(new AbsorbPartnerCard(LIRE_ENSEMBLE, CINEMA))
                .expectEvents(absorbed);
        fixture.given(registered, absorbed)
                .when(new AbsorbPartnerCard(LIRE_ENSEMBLE, CINEMA))
                .expectNoEvents();
    }

    static Stream<PartnerCommand> facts() {
        return Stream.of(
                new RevisePartner(LIRE_ENSEMBLE, card(SIRET)),
                new AddContact(LIRE_ENSEMBLE, INES, CHAIR),
                new ChangeContactRole(LIRE_ENSEMBLE, BERNARD, TREASURER),
                new RemoveContact(LIRE_ENSEMBLE, BERNARD),
                new SetTechFamiliarity(LIRE_ENSEMBLE, TechFamiliarity.HIGH),
                new NoteChannelConstraint(LIRE_ENSEMBLE, null, ChannelConstraintKind.OTHER, null),
                new DeclareFundingObjection(LIRE_ENSEMBLE, "Région", null),
                new WithdrawFundingObjection(LIRE_ENSEMBLE, "Région", "entretien"),
                new LogPartnerExchange(LIRE_ENSEMBLE, ExchangeChannel.MAIL, DAY, null, null),
                invite(null),
                new SendGreeting(LIRE_ENSEMBLE, DAY, null, null),
                new ConfirmPartnerCard(LIRE_ENSEMBLE, DAY),
                new MergePartnerCard(LIRE_ENSEMBLE, STRANGE_PARTNER),
                new AbsorbPartnerCard(LIRE_ENSEMBLE, STRANGE_PARTNER));
    }

    @ParameterizedTest
    @MethodSource("facts")
    void a_merged_card_takes_no_more_facts(PartnerCommand fact) {
        fixture.given(registered, contact, merged).when(fact).expectException(PartnerCardIsMerged.class);
    }

    @Test
    void refusals_have_stable_codes() {
        assertThat(new SiretAlreadyUsed().code()).isEqualTo("siret-already-used");
        assertThat(new ContactAlreadyAdded().code()).isEqualTo("contact-already-added");
        assertThat(new UnknownPerson().code()).isEqualTo("unknown-person");
        assertThat(new UnknownPerson().status()).isEqualTo(404);
        assertThat(new UnknownContact().code()).isEqualTo("unknown-contact");
        assertThat(new UnknownContact().status()).isEqualTo(404);
        assertThat(new UnknownFundingObjection().code()).isEqualTo("unknown-funding-objection");
        assertThat(new UnknownFundingObjection().status()).isEqualTo(404);
        assertThat(new PartnerCardIsMerged().code()).isEqualTo("partner-card-is-merged");
        assertThat(new PartnerCardIsMerged().status()).isEqualTo(409);
    }
}

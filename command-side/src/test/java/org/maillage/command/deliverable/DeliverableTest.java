package org.maillage.command.deliverable;

import static org.maillage.command.World.*;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maillage.command.ConsentClaim;
import org.maillage.command.NotAParty;
import org.maillage.command.UnknownReference.UnknownPartnership;
import org.maillage.command.UnknownReference.UnknownPerson;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.deliverable.DeliverableCommand.*;
import org.maillage.command.ledger.Claims;
import org.maillage.command.ledger.Claims.Staged;
import org.maillage.kernel.Event;
import org.maillage.kernel.consent.ImageConsentEvent.*;
import org.maillage.kernel.consent.ImageConsentId;
import org.maillage.kernel.consent.ImageMedium;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.deliverable.DeliverableEvent.*;
import org.maillage.kernel.deliverable.DeliverableId;
import org.maillage.kernel.deliverable.Medium;
import org.maillage.kernel.document.StoredFile;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PartnershipEvent.FollowUpDecided;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.person.PersonId;

class DeliverableTest {

    private static final DeliverableId FILM = new DeliverableId(new UUID(14, 1));
    private static final ImageConsentId OF_INES = new ImageConsentId(new UUID(13, 1));
    private static final ImageConsentId OF_BERNARD = new ImageConsentId(new UUID(13, 2));
    private static final StoredFile FILE = new StoredFile("0".repeat(64), "affiche.pdf", "application/pdf", 12);
    private static final String SITE = "site web";
    private static final String LICENCE = "CC BY-SA 4.0";

    private final FixtureConfiguration<Deliverable> fixture = fixture(Deliverable.class, upTo(started()));

    /** The action runs, and these consents were given or not. */
    private static FixtureConfiguration<Deliverable> fixtureWith(Event... consents) {
        var events = new ArrayList<Event>(Arrays.asList(upTo(started())));
        events.addAll(Arrays.asList(consents));
        var claims = new Claims(held(INES, OF_INES), held(BERNARD, OF_BERNARD));
        return fixture(Deliverable.class, claims, events.toArray(Event[]::new));
    }

    private static Staged held(PersonId person, ImageConsentId consent) {
        return new Staged(ConsentClaim.KIND, ConsentClaim.key(WORKSHOPS, person), consent.value(), true);
    }

    private static FixtureConfiguration<Deliverable> followedUp() {
        var life = new ArrayList<Event>(Arrays.asList(upTo(delivered())));
        life.add(new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.CLOSE, null, null));
        return fixture(Deliverable.class, life.toArray(Event[]::new));
    }

    private static CollectDeliverable collect(PartnershipId partnership, PersonId depicted, PersonId author) {
        return new CollectDeliverable(
                FILM,
                partnership,
                "Le film",
                Medium.MOVING,
                List.of(depicted, BERNARD, depicted),
                List.of(author, author),
                null,
                null,
                FILE);
    }

    private static DeliverableCollected collected(Medium medium, @Nullable String licence, PersonId... depicts) {
        return new DeliverableCollected(
                FILM,
                PARTNERSHIP,
                EPN,
                WORKSHOPS,
                "Le film",
                medium,
                List.of(depicts),
                List.of(CLAIRE),
                licence,
                null,
                FILE);
    }

    private static TransmitDeliverable transmit(@Nullable PartnerId partner, ImageUser user, String context) {
        return new TransmitDeliverable(FILM, partner, user, context, DAY);
    }

    private static TransmitDeliverable toTheCinema() {
        return transmit(CINEMA, ImageUser.PARTNERS, SITE);
    }

    private static DeliverableTransmitted transmitted(Warning... warnings) {
        return new DeliverableTransmitted(FILM, PARTNERSHIP, EPN, CINEMA, ImageUser.PARTNERS, SITE, List.of(warnings));
    }

    private static ConsentRequested requested(ImageConsentId consent, PersonId person) {
        return new ConsentRequested(consent, EPN, WORKSHOPS, person, null);
    }

    private static ConsentGranted granted(
            List<ImageMedium> media, List<ImageUser> users, String context, LocalDate from, @Nullable LocalDate until) {
        return new ConsentGranted(OF_INES, EPN, WORKSHOPS, INES, media, users, List.of(context), from, until);
    }

    private static ConsentGranted granted() {
        return granted(List.of(ImageMedium.MOVING), List.of(ImageUser.PARTNERS), SITE, DAY, DAY);
    }

    @Test
    void what_was_made_is_collected_with_each_person_once() {
        fixture.givenNoPriorActivity()
                .when(collect(PARTNERSHIP, INES, CLAIRE))
                .expectEvents(collected(Medium.MOVING, null, INES, BERNARD));
    }

    @Test
    void who_is_shown_and_who_made_it_are_known() {
        fixture.givenNoPriorActivity()
                .when(collect(PARTNERSHIP, STRANGER, CLAIRE))
                .expectException(UnknownPerson.class);
        fixture.givenNoPriorActivity()
                .when(collect(PARTNERSHIP, INES, STRANGER))
                .expectException(UnknownPerson.class);
        fixture.givenNoPriorActivity()
                .when(collect(new PartnershipId(new UUID(9, 9)), INES, CLAIRE))
                .expectException(UnknownPartnership.class);
    }

    @Test
    void a_deliverable_belongs_to_an_agreed_partnership_that_is_not_over() {
        fixture(Deliverable.class, upTo(negotiating()))
                .givenNoPriorActivity()
                .when(collect(PARTNERSHIP, INES, CLAIRE))
                .expectException(WrongPartnershipState.class);
        followedUp()
                .givenNoPriorActivity()
                .when(collect(PARTNERSHIP, INES, CLAIRE))
                .expectException(WrongPartnershipState.class);
        followedUp()
                .given(collected(Medium.TEXT, null))
                .when(new LicenseDeliverable(FILM, null, LICENCE))
                .expectException(WrongPartnershipState.class);
        followedUp()
                .given(collected(Medium.TEXT, null))
                .when(toTheCinema())
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void a_licence_is_given_by_its_authors() {
        fixture.given(collected(Medium.MOVING, null, INES))
                .when(new LicenseDeliverable(FILM, null, LICENCE))
                .expectEvents(new DeliverableLicensed(FILM, PARTNERSHIP, EPN, List.of(CLAIRE), LICENCE));
        fixture.given(collected(Medium.MOVING, LICENCE, INES))
                .when(new LicenseDeliverable(FILM, List.of(BERNARD, CLAIRE, BERNARD), LICENCE))
                .expectEvents(new DeliverableLicensed(FILM, PARTNERSHIP, EPN, List.of(BERNARD, CLAIRE), LICENCE));
        fixture.given(collected(Medium.MOVING, null, INES))
                .when(new LicenseDeliverable(FILM, List.of(STRANGER), LICENCE))
                .expectException(UnknownPerson.class);
    }

    @Test
    void the_same_licence_again_is_no_news() {
        fixture.given(collected(Medium.MOVING, LICENCE, INES))
                .when(new LicenseDeliverable(FILM, null, LICENCE))
                .expectNoEvents();
        fixture.given(
                        collected(Medium.MOVING, null, INES),
                        new DeliverableLicensed(FILM, PARTNERSHIP, EPN, List.of(BERNARD), LICENCE))
                .when(new LicenseDeliverable(FILM, List.of(BERNARD), LICENCE))
                .expectNoEvents();
    }

    @Test
    void it_is_transmitted_once_everybody_in_it_has_consented() {
        fixtureWith(requested(OF_INES, INES), granted())
                .given(collected(Medium.MOVING, LICENCE, INES))
                .when(toTheCinema())
                .expectEvents(transmitted())
                .expectResultMessagePayload(new Transmitted(List.of()));
    }

    @Test
    void whoever_has_not_consented_is_counted_and_not_named() {
        fixtureWith(requested(OF_INES, INES), granted(), requested(OF_BERNARD, BERNARD))
                .given(collected(Medium.MOVING, LICENCE, INES, BERNARD))
                .when(toTheCinema())
                .expectException(ImageConsentMissing.class)
                .expectExceptionMessage(
                        "Une personne représentée n’a pas donné d’autorisation valable pour cet usage.");
        fixtureWith(requested(OF_INES, INES))
                .given(collected(Medium.MOVING, LICENCE, INES, CLAIRE))
                .when(toTheCinema())
                .expectExceptionMessage(
                        "2 personnes représentées n’ont pas donné d’autorisation valable pour cet usage.");
    }

    @Test
    void a_consent_covers_its_media_users_contexts_and_days_only() {
        var moving = List.of(ImageMedium.MOVING);
        var partners = List.of(ImageUser.PARTNERS);
        for (var consent : List.of(
                granted(List.of(ImageMedium.STILL, ImageMedium.VOICE), partners, SITE, DAY, null),
                granted(moving, List.of(ImageUser.EPN), SITE, DAY, null),
                granted(moving, partners, "affiche", DAY, null),
                granted(moving, partners, SITE, DAY.plusDays(1), null),
                granted(moving, partners, SITE, DAY.minusDays(9), DAY.minusDays(1)))) {
            fixtureWith(requested(OF_INES, INES), consent)
                    .given(collected(Medium.MOVING, LICENCE, INES))
                    .when(toTheCinema())
                    .expectException(ImageConsentMissing.class);
        }
    }

    @Test
    void a_context_is_the_same_but_for_case_accents_and_spaces() {
        fixtureWith(
                        requested(OF_INES, INES),
                        granted(
                                List.of(ImageMedium.MOVING),
                                List.of(ImageUser.EPN),
                                " Télévision  locale",
                                DAY.minusYears(1),
                                null))
                .given(collected(Medium.MOVING, LICENCE, INES))
                .when(transmit(null, ImageUser.EPN, "television Locale"))
                .expectEvents(new DeliverableTransmitted(
                        FILM, PARTNERSHIP, EPN, null, ImageUser.EPN, "television Locale", List.of()));
    }

    @Test
    void a_consent_that_was_taken_back_or_refused_covers_nothing() {
        fixtureWith(requested(OF_INES, INES), granted(), new ConsentWithdrawn(OF_INES, EPN, WORKSHOPS, INES, DAY))
                .given(collected(Medium.MOVING, LICENCE, INES), transmitted())
                .when(toTheCinema())
                .expectException(ImageConsentMissing.class);
        fixtureWith(requested(OF_INES, INES), new ConsentRefused(OF_INES, EPN, WORKSHOPS, INES, DAY))
                .given(collected(Medium.MOVING, LICENCE, INES))
                .when(toTheCinema())
                .expectException(ImageConsentMissing.class);
    }

    @Test
    void whoever_was_never_asked_has_not_consented() {
        fixture.given(collected(Medium.VOICE, LICENCE, INES))
                .when(toTheCinema())
                .expectException(ImageConsentMissing.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"STILL", "VOICE"})
    void each_medium_needs_a_consent_of_its_own(Medium medium) {
        fixtureWith(requested(OF_INES, INES), granted())
                .given(collected(medium, LICENCE, INES))
                .when(toTheCinema())
                .expectException(ImageConsentMissing.class);
        fixtureWith(
                        requested(OF_INES, INES),
                        granted(
                                List.of(ImageMedium.valueOf(medium.name())),
                                List.of(ImageUser.PARTNERS),
                                SITE,
                                DAY,
                                DAY))
                .given(collected(medium, LICENCE, INES))
                .when(toTheCinema())
                .expectEvents(transmitted());
    }

    @ParameterizedTest
    @EnumSource(names = {"TEXT", "OBJECT"})
    void a_text_or_an_object_needs_no_consent(Medium medium) {
        fixture.given(collected(medium, LICENCE, INES)).when(toTheCinema()).expectEvents(transmitted());
    }

    @Test
    void only_a_partner_of_the_partnership_receives_it() {
        fixture.given(collected(Medium.TEXT, LICENCE))
                .when(transmit(STRANGE_PARTNER, ImageUser.PARTNERS, SITE))
                .expectException(NotAParty.class);
    }

    @Test
    void without_a_licence_it_leaves_with_advice() {
        fixture.given(collected(Medium.TEXT, null))
                .when(toTheCinema())
                .expectEvents(transmitted(Warning.UNLICENSED_DELIVERABLE))
                .expectResultMessagePayload(new Transmitted(List.of(Warning.UNLICENSED_DELIVERABLE)));
        fixture.given(
                        collected(Medium.TEXT, null),
                        new DeliverableLicensed(FILM, PARTNERSHIP, EPN, List.of(CLAIRE), LICENCE))
                .when(toTheCinema())
                .expectEvents(transmitted());
    }

    @Test
    void the_same_transmission_again_is_no_news() {
        fixture.given(collected(Medium.TEXT, LICENCE), transmitted())
                .when(transmit(CINEMA, ImageUser.PARTNERS, "Site  WEB"))
                .expectNoEvents()
                .expectResultMessagePayload(new Transmitted(List.of()));
        fixture.given(collected(Medium.TEXT, LICENCE), transmitted())
                .when(transmit(LIRE_ENSEMBLE, ImageUser.PARTNERS, SITE))
                .expectEvents(new DeliverableTransmitted(
                        FILM, PARTNERSHIP, EPN, LIRE_ENSEMBLE, ImageUser.PARTNERS, SITE, List.of()));
    }
}

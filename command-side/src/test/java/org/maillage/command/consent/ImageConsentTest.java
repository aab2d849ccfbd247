package org.maillage.command.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillage.command.World.*;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.maillage.command.ConsentClaim;
import org.maillage.command.UnknownReference.UnknownPerson;
import org.maillage.command.UnknownReference.UnknownProject;
import org.maillage.command.consent.ImageConsentCommand.*;
import org.maillage.command.ledger.Claims;
import org.maillage.command.ledger.Claims.Staged;
import org.maillage.kernel.Event;
import org.maillage.kernel.consent.ImageConsentEvent.*;
import org.maillage.kernel.consent.ImageConsentId;
import org.maillage.kernel.consent.ImageMedium;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.kernel.person.PersonEvent.PersonRevised;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectEvent.ImageContextsAgreed;
import org.maillage.kernel.project.ProjectId;

class ImageConsentTest {

    private static final ImageConsentId CONSENT = new ImageConsentId(new UUID(13, 1));
    private static final PersonId CHILD = new PersonId(new UUID(2, 20));
    private static final PersonId SIBLING = new PersonId(new UUID(2, 21));
    private static final LocalDate A_YEAR_LATER = DAY.plusYears(1);
    private static final String KEY = ConsentClaim.key(WORKSHOPS, INES);
    private static final ConsentRefused REFUSED = new ConsentRefused(CONSENT, EPN, WORKSHOPS, INES, DAY);
    private static final ConsentWithdrawn WITHDRAWN = new ConsentWithdrawn(CONSENT, EPN, WORKSHOPS, INES, DAY);

    private final Claims claims = new Claims();
    private final FixtureConfiguration<ImageConsent> fixture = fixture(ImageConsent.class, claims, minors());

    private static Event[] minors(Event... others) {
        var events = new ArrayList<Event>(List.of(minor(CHILD), minor(SIBLING)));
        events.addAll(Arrays.asList(others));
        return events.toArray(Event[]::new);
    }

    private static PersonRegistered minor(PersonId person) {
        return new PersonRegistered(person, EPN, new Ciphertext("c2VjcmV0"), null, null, true, 1);
    }

    private static PersonRevised revised(PersonId person, boolean minor) {
        return new PersonRevised(person, EPN, new Ciphertext("c2VjcmV0"), null, null, minor, 1);
    }

    private static RequestConsent request(PersonId person, @Nullable PersonId guardian) {
        return new RequestConsent(CONSENT, WORKSHOPS, person, guardian);
    }

    private static ConsentRequested requested(PersonId person, @Nullable PersonId guardian) {
        return new ConsentRequested(CONSENT, EPN, WORKSHOPS, person, guardian);
    }

    private static ConsentRequested requested() {
        return requested(INES, null);
    }

    private static GrantConsent grant(List<String> contexts, LocalDate signedOn, @Nullable LocalDate until) {
        return new GrantConsent(
                CONSENT,
                List.of(ImageMedium.MOVING, ImageMedium.STILL, ImageMedium.MOVING),
                List.of(ImageUser.PARTNERS, ImageUser.EPN),
                contexts,
                signedOn,
                until);
    }

    private static ConsentGranted granted(List<String> contexts, LocalDate signedOn, @Nullable LocalDate until) {
        return new ConsentGranted(
                CONSENT,
                EPN,
                WORKSHOPS,
                INES,
                List.of(ImageMedium.STILL, ImageMedium.MOVING),
                List.of(ImageUser.EPN, ImageUser.PARTNERS),
                contexts,
                signedOn,
                until);
    }

    private static ConsentGranted granted() {
        return granted(List.of("site web"), DAY, A_YEAR_LATER);
    }

    @Test
    void somebody_is_asked_once_for_a_project() {
        fixture.givenNoPriorActivity().when(request(INES, null)).expectEvents(requested());

        assertThat(claims.staged()).containsExactly(new Staged("image-consent", KEY, CONSENT.value(), true));
    }

    @Test
    void a_consent_is_that_of_a_known_person_for_a_known_project() {
        fixture.givenNoPriorActivity().when(request(STRANGER, null)).expectException(UnknownPerson.class);
        fixture.givenNoPriorActivity().when(request(CHILD, STRANGER)).expectException(UnknownPerson.class);
        fixture.givenNoPriorActivity()
                .when(new RequestConsent(CONSENT, new ProjectId(new UUID(4, 99)), INES, null))
                .expectException(UnknownProject.class);
    }

    @Test
    void a_guardian_who_is_of_age_signs_for_a_minor() {
        fixture.givenNoPriorActivity().when(request(CHILD, CLAIRE)).expectEvents(requested(CHILD, CLAIRE));
        fixture.givenNoPriorActivity().when(request(CHILD, null)).expectException(GuardianRequired.class);
        fixture.givenNoPriorActivity().when(request(CHILD, SIBLING)).expectException(GuardianRequired.class);
    }

    @Test
    void whether_somebody_is_a_minor_is_what_was_said_last() {
        fixture(ImageConsent.class, minors(revised(CHILD, false), revised(INES, true)))
                .givenNoPriorActivity()
                .when(request(CHILD, null))
                .expectEvents(requested(CHILD, null));
        fixture(ImageConsent.class, minors(revised(INES, true)))
                .givenNoPriorActivity()
                .when(request(INES, null))
                .expectException(GuardianRequired.class);
        fixture(ImageConsent.class, minors(revised(INES, true)))
                .given(requested())
                .when(grant(List.of("site web"), DAY, null))
                .expectException(GuardianRequired.class);
    }

    @Test
    void a_consent_names_each_medium_user_and_context_once() {
        fixture.given(requested())
                .when(grant(List.of("Site web", " site  WEB", "Affiche"), DAY, A_YEAR_LATER))
                .expectEvents(granted(List.of("Site web", "Affiche"), DAY, A_YEAR_LATER));
    }

    @Test
    void contexts_are_among_those_agreed_for_the_project_last() {
        var agreed = fixture(
                ImageConsent.class,
                minors(
                        new ImageContextsAgreed(WORKSHOPS, EPN, List.of("télévision")),
                        new ImageContextsAgreed(WORKSHOPS, EPN, List.of("Site Web", "affiche"))));
        agreed.given(requested())
                .when(grant(List.of("site web"), DAY, A_YEAR_LATER))
                .expectEvents(granted());
        agreed.given(requested())
                .when(grant(List.of("site web", "télévision"), DAY, A_YEAR_LATER))
                .expectException(ContextNotAgreed.class);
    }

    @Test
    void a_project_for_which_none_is_agreed_any_more_takes_any_context() {
        fixture(
                        ImageConsent.class,
                        minors(
                                new ImageContextsAgreed(WORKSHOPS, EPN, List.of("affiche")),
                                new ImageContextsAgreed(WORKSHOPS, EPN, List.of())))
                .given(requested())
                .when(grant(List.of("site web"), DAY, A_YEAR_LATER))
                .expectEvents(granted());
    }

    @Test
    void granting_the_same_again_is_no_news_and_something_else_is_refused() {
        fixture.given(requested(), granted())
                .when(grant(List.of("SITE WEB"), DAY, A_YEAR_LATER))
                .expectNoEvents();
        for (var other : List.of(
                grant(List.of("affiche"), DAY, A_YEAR_LATER),
                grant(List.of("site web"), DAY.plusDays(1), A_YEAR_LATER),
                grant(List.of("site web"), DAY, null),
                new GrantConsent(
                        CONSENT,
                        List.of(ImageMedium.STILL),
                        List.of(ImageUser.EPN, ImageUser.PARTNERS),
                        List.of("site web"),
                        DAY,
                        A_YEAR_LATER),
                new GrantConsent(
                        CONSENT,
                        List.of(ImageMedium.STILL, ImageMedium.MOVING),
                        List.of(ImageUser.EPN),
                        List.of("site web"),
                        DAY,
                        A_YEAR_LATER))) {
            fixture.given(requested(), granted()).when(other).expectException(WrongConsentState.class);
        }
    }

    @Test
    void a_consent_that_has_run_out_is_followed_by_another() {
        fixture.given(requested(), granted())
                .when(grant(List.of("site web"), A_YEAR_LATER.plusDays(1), null))
                .expectEvents(granted(List.of("site web"), A_YEAR_LATER.plusDays(1), null));
        fixture.given(requested(), granted())
                .when(grant(List.of("site web"), A_YEAR_LATER, null))
                .expectException(WrongConsentState.class);
    }

    @Test
    void who_refuses_can_be_asked_again() {
        fixture.given(requested()).when(new RefuseConsent(CONSENT, DAY)).expectEvents(REFUSED);

        assertThat(claims.staged()).containsExactly(new Staged("image-consent", KEY, CONSENT.value(), false));
    }

    @Test
    void who_withdraws_can_be_asked_again() {
        fixture.given(requested(), granted())
                .when(new WithdrawConsent(CONSENT, DAY))
                .expectEvents(WITHDRAWN);

        assertThat(claims.staged()).containsExactly(new Staged("image-consent", KEY, CONSENT.value(), false));
    }

    @Test
    void refusing_and_withdrawing_again_is_no_news() {
        fixture.given(requested(), REFUSED)
                .when(new RefuseConsent(CONSENT, DAY))
                .expectNoEvents();
        fixture.given(requested(), granted(), WITHDRAWN)
                .when(new WithdrawConsent(CONSENT, DAY))
                .expectNoEvents();

        assertThat(claims.staged()).isEmpty();
    }

    @Test
    void each_answer_has_its_time() {
        fixture.given(requested(), granted())
                .when(new RefuseConsent(CONSENT, DAY))
                .expectException(WrongConsentState.class);
        fixture.given(requested()).when(new WithdrawConsent(CONSENT, DAY)).expectException(WrongConsentState.class);
        fixture.given(requested(), REFUSED)
                .when(grant(List.of("site web"), DAY, A_YEAR_LATER))
                .expectException(WrongConsentState.class);
        fixture.given(requested(), granted(), WITHDRAWN)
                .when(grant(List.of("site web"), DAY, A_YEAR_LATER))
                .expectException(WrongConsentState.class);
        fixture.given(requested(), granted(), WITHDRAWN)
                .when(grant(List.of("site web"), A_YEAR_LATER.plusDays(1), null))
                .expectException(WrongConsentState.class);
    }

    @Test
    void the_state_that_is_in_the_way_is_named() {
        fixture.given(requested(), REFUSED)
                .when(new WithdrawConsent(CONSENT, DAY))
                .expectExceptionMessage("Ce n’est pas possible dans l’état actuel de l’autorisation : refusé.");
    }
}

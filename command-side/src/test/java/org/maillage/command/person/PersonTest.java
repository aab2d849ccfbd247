package org.maillage.command.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillage.command.World.*;

import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maillage.command.UnknownReference.UnknownEpn;
import org.maillage.command.person.PersonCommand.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonEvent.*;

class PersonTest {

    private static final Ciphertext NAME = new Ciphertext("dW4gbm9t");
    private static final Ciphertext PHONE = new Ciphertext("dW4gbnVtw6lybw==");
    private static final Details DETAILS = new Details(PersonRevised.class, NAME, null, PHONE, 1);
    private static final Comparison SAME = (some, others) -> true;
    private static final Comparison DIFFERENT = (some, others) -> false;

    private final FixtureConfiguration<Person> fixture = fixture(Person.class);
    private final PersonRegistered registered = person(CLAIRE, EPN);
    private final PersonErased erased = new PersonErased(CLAIRE, EPN, "à sa demande");

    private static PersonRevised revised(boolean minor) {
        return new PersonRevised(CLAIRE, EPN, NAME, null, PHONE, minor, 1);
    }

    private static RevisePerson revise(@Nullable Boolean minor, Comparison comparison) {
        return new RevisePerson(CLAIRE, DETAILS, minor, comparison);
    }

    @Test
    void a_person_becomes_known_to_a_centre_under_a_name_that_nobody_can_read_here() {
        fixture.givenNoPriorActivity()
                .when(new RegisterPerson(CLAIRE, EPN, new Ciphertext("c2VjcmV0"), null, null, false, 1))
                .expectEvents(person(CLAIRE, EPN));
    }

    @Test
    void a_person_belongs_to_a_centre_that_exists() {
        var nowhere = new EpnId(new UUID(9, 9));
        fixture.givenNoPriorActivity()
                .when(new RegisterPerson(CLAIRE, nowhere, new Ciphertext("c2VjcmV0"), null, null, false, 1))
                .expectException(UnknownEpn.class);
    }

    @Test
    void details_are_revised_when_they_say_something_else() {
        fixture.given(registered).when(revise(null, DIFFERENT)).expectEvents(revised(false));
        fixture.given(registered)
                .when(revise(false, SAME))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        fixture.given(registered).when(revise(true, SAME)).expectEvents(revised(true));
    }

    @Test
    void what_a_revision_is_compared_with_is_the_latest() {
        var original = new Details(PersonRegistered.class, registered.fullName(), null, null, 1);
        fixture.given(registered)
                .when(revise(null, (before, after) -> before.equals(original) && after.equals(DETAILS)))
                .expectNoEvents();
        fixture.given(registered, revised(false))
                .when(revise(null, (before, after) -> before.equals(DETAILS)))
                .expectNoEvents();
    }

    @Test
    void nobody_comes_of_age_by_an_omission() {
        fixture.given(registered, revised(true)).when(revise(null, DIFFERENT)).expectEvents(revised(true));
        fixture.given(registered, revised(true)).when(revise(false, SAME)).expectEvents(revised(false));
    }

    @Test
    void a_portrait_is_kept_encrypted() {
        var photo = new Ciphertext("dW5lIHBob3Rv");
        fixture.given(registered)
                .when(new SetPersonPhoto(CLAIRE, photo, Picture.PNG, 1))
                .expectEvents(new PersonPhotoSet(CLAIRE, EPN, photo, "image/png", 1));
    }

    @Test
    void somebody_is_erased_once() {
        var erase = new ErasePerson(CLAIRE, "à sa demande");
        fixture.given(registered).when(erase).expectEvents(erased);
        fixture.given(registered, erased)
                .when(erase)
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    static Stream<PersonCommand> facts() {
        return Stream.of(
                revise(null, DIFFERENT),
                revise(null, SAME),
                new SetPersonPhoto(CLAIRE, new Ciphertext("dW5lIHBob3Rv"), Picture.JPEG, 1));
    }

    @ParameterizedTest
    @MethodSource("facts")
    void nothing_more_is_recorded_of_somebody_erased(PersonCommand fact) {
        fixture.given(registered, erased).when(fact).expectException(PersonIsErased.class);
    }

    @Test
    void refusals_have_stable_codes() {
        assertThat(new PersonIsErased().code()).isEqualTo("person-is-erased");
        assertThat(new PersonIsErased().status()).isEqualTo(409);
    }
}

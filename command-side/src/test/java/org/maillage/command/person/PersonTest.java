package org.maillage.command.person;

import static org.maillage.command.World.*;

import java.util.UUID;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import org.maillage.command.UnknownReference.UnknownEpn;
import org.maillage.command.person.PersonCommand.RegisterPerson;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.person.Ciphertext;

class PersonTest {

    private final FixtureConfiguration<Person> fixture = fixture(Person.class);

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
}

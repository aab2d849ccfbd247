package org.maillage.command.epn;

import static org.maillage.command.World.*;

import java.time.LocalDate;
import java.util.List;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import org.maillage.command.UnknownReference.UnknownPerson;
import org.maillage.command.epn.EpnCommand.*;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Role;

class EpnTest {

    private static final Role ANIMATRICE = new Role("animatrice");
    private static final LocalDate NEW_YEAR = LocalDate.of(2025, 1, 1);

    private final FixtureConfiguration<Epn> fixture = fixture(Epn.class);

    @Test
    void a_centre_joins() {
        fixture.givenNoPriorActivity()
                .when(new RegisterEpn(
                        EPN,
                        "La Passerelle Numérique",
                        LegalForm.ASSOCIATION,
                        null,
                        new CommuneCode("49007"),
                        List.of("insertion"),
                        List.of("adultes"),
                        null))
                .expectEvents(epn(EPN));
    }

    @Test
    void somebody_is_appointed_once_in_a_role() {
        var appointment = new StaffAppointed(EPN, INES, ANIMATRICE);
        fixture.given(epn(EPN)).when(new AppointStaff(EPN, INES, ANIMATRICE)).expectEvents(appointment);
        fixture.given(epn(EPN), appointment)
                .when(new AppointStaff(EPN, INES, ANIMATRICE))
                .expectNoEvents();
    }

    @Test
    void only_people_of_the_centre_are_appointed() {
        fixture.given(epn(EPN))
                .when(new AppointStaff(EPN, STRANGER, ANIMATRICE))
                .expectException(UnknownPerson.class);
    }

    @Test
    void an_hourly_rate_holds_for_a_role_from_a_day_on_and_can_be_set_right() {
        var rate = new HourlyRateSet(EPN, null, ANIMATRICE, Money.of("24"), NEW_YEAR);
        fixture.given(epn(EPN))
                .when(new SetHourlyRate(EPN, null, ANIMATRICE, Money.of("24.00"), NEW_YEAR))
                .expectEvents(rate);
        fixture.given(epn(EPN), rate)
                .when(new SetHourlyRate(EPN, null, ANIMATRICE, Money.of("24"), NEW_YEAR))
                .expectNoEvents();
        fixture.given(epn(EPN), rate)
                .when(new SetHourlyRate(EPN, null, ANIMATRICE, Money.of("25"), NEW_YEAR))
                .expectEvents(new HourlyRateSet(EPN, null, ANIMATRICE, Money.of("25"), NEW_YEAR));
    }

    @Test
    void an_hourly_rate_may_be_that_of_somebody_who_is_not_staff() {
        fixture.given(epn(EPN))
                .when(new SetHourlyRate(EPN, BERNARD, null, Money.ZERO, NEW_YEAR))
                .expectEvents(new HourlyRateSet(EPN, BERNARD, null, Money.ZERO, NEW_YEAR));
        fixture.given(epn(EPN))
                .when(new SetHourlyRate(EPN, STRANGER, null, Money.ZERO, NEW_YEAR))
                .expectException(UnknownPerson.class);
    }
}

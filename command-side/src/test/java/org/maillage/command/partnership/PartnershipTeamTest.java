package org.maillage.command.partnership;

import static org.maillage.command.World.*;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.maillage.command.NotAParty;
import org.maillage.command.UnknownReference.*;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.partnership.PartnershipCommand.*;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.Posture;
import org.maillage.kernel.session.SessionEvent.SessionPlanned;
import org.maillage.kernel.session.SessionId;

class PartnershipTeamTest {

    private static final PartnerId LIBRARY = new PartnerId(new UUID(3, 3));
    private static final SessionId SESSION = new SessionId(new UUID(8, 1));
    private static final SessionId SESSION_OF_OTHERS = new SessionId(new UUID(8, 2));
    private static final String REASON = "un motif";
    private static final PartnerLeft LEFT = new PartnerLeft(PARTNERSHIP, EPN, CINEMA, REASON);

    private final FixtureConfiguration<Partnership> fixture = fixture(
            Partnership.class,
            partner(LIBRARY, EPN, PartnerKind.MUNICIPAL_SERVICE),
            session(SESSION, PARTNERSHIP),
            session(SESSION_OF_OTHERS, new PartnershipId(new UUID(5, 9))));

    private static SessionPlanned session(SessionId id, PartnershipId partnership) {
        return new SessionPlanned(
                id,
                partnership,
                EPN,
                Instant.parse("2025-10-07T12:00:00Z"),
                new Minutes(120),
                null,
                List.of(),
                null,
                false);
    }

    @Test
    void one_more_partner_joins_before_the_agreement() {
        fixture.given(upTo(negotiating()))
                .when(new AddPartner(PARTNERSHIP, LIBRARY))
                .expectEvents(new PartnerJoined(PARTNERSHIP, EPN, LIBRARY));
        fixture.given(upTo(agreed()))
                .when(new AddPartner(PARTNERSHIP, LIBRARY))
                .expectException(WrongPartnershipState.class);
        fixture.given(proposed())
                .when(new AddPartner(PARTNERSHIP, STRANGE_PARTNER))
                .expectException(UnknownPartner.class);
    }

    @Test
    void a_partner_who_takes_part_joins_no_more() {
        fixture.given(upTo(started())).when(new AddPartner(PARTNERSHIP, CINEMA)).expectNoEvents();
    }

    @Test
    void a_partner_leaves_before_the_agreement_and_only_once() {
        fixture.given(proposed())
                .when(new RemovePartner(PARTNERSHIP, CINEMA, REASON))
                .expectEvents(LEFT);
        fixture.given(proposed(), LEFT)
                .when(new RemovePartner(PARTNERSHIP, CINEMA, REASON))
                .expectNoEvents();
        fixture.given(upTo(agreed()))
                .when(new RemovePartner(PARTNERSHIP, CINEMA, REASON))
                .expectException(WrongPartnershipState.class);
        fixture.given(proposed())
                .when(new RemovePartner(PARTNERSHIP, LIBRARY, REASON))
                .expectException(NotAParty.class);
    }

    @Test
    void who_left_may_come_back_and_leave_again() {
        fixture.given(proposed(), LEFT)
                .when(new AddPartner(PARTNERSHIP, CINEMA))
                .expectEvents(new PartnerJoined(PARTNERSHIP, EPN, CINEMA));
        fixture.given(proposed(), LEFT, new PartnerJoined(PARTNERSHIP, EPN, CINEMA))
                .when(new RemovePartner(PARTNERSHIP, CINEMA, REASON))
                .expectEvents(LEFT);
    }

    @Test
    void the_last_partner_stays() {
        fixture.given(proposed(), LEFT)
                .when(new RemovePartner(PARTNERSHIP, LIRE_ENSEMBLE, REASON))
                .expectException(LastPartner.class);
    }

    @Test
    void who_promised_a_contribution_stays() {
        var pledged = new ContributionPledged(
                PARTNERSHIP,
                EPN,
                new PledgeId(new UUID(7, 1)),
                CINEMA,
                ContributionKind.CASH,
                ContributionNature.EQUIPMENT,
                Money.of("100"),
                "matériel",
                List.of());
        fixture.given(proposed(), negotiating(), pledged)
                .when(new RemovePartner(PARTNERSHIP, CINEMA, REASON))
                .expectException(PartnerHasPledged.class);
        fixture.given(proposed(), negotiating(), pledged)
                .when(new RemovePartner(PARTNERSHIP, LIRE_ENSEMBLE, REASON))
                .expectEvents(new PartnerLeft(PARTNERSHIP, EPN, LIRE_ENSEMBLE, REASON));
    }

    @Test
    void who_leads_stays_until_somebody_else_leads() {
        var led = new PilotAssigned(PARTNERSHIP, EPN, INES, CINEMA);
        fixture.given(proposed(), led)
                .when(new RemovePartner(PARTNERSHIP, CINEMA, REASON))
                .expectException(PartnerLeads.class);
        fixture.given(proposed(), led, new PilotAssigned(PARTNERSHIP, EPN, CLAIRE, null))
                .when(new RemovePartner(PARTNERSHIP, CINEMA, REASON))
                .expectEvents(LEFT);
    }

    @Test
    void there_is_one_pilot_at_any_time() {
        var assigned = new PilotAssigned(PARTNERSHIP, EPN, INES, CINEMA);
        fixture.given(proposed())
                .when(new AssignPilot(PARTNERSHIP, INES, CINEMA))
                .expectEvents(assigned);
        fixture.given(proposed(), assigned)
                .when(new AssignPilot(PARTNERSHIP, INES, CINEMA))
                .expectNoEvents();
        fixture.given(proposed(), assigned)
                .when(new AssignPilot(PARTNERSHIP, CLAIRE, null))
                .expectEvents(new PilotAssigned(PARTNERSHIP, EPN, CLAIRE, null));
        fixture.given(proposed())
                .when(new AssignPilot(PARTNERSHIP, CLAIRE, null))
                .expectNoEvents();
    }

    @Test
    void a_pilot_is_known_and_belongs_to_a_party() {
        fixture.given(proposed())
                .when(new AssignPilot(PARTNERSHIP, STRANGER, null))
                .expectException(UnknownPerson.class);
        fixture.given(proposed())
                .when(new AssignPilot(PARTNERSHIP, INES, LIBRARY))
                .expectException(NotAParty.class);
        fixture.given(proposed(), new PartnershipDeclined(PARTNERSHIP, EPN, REASON))
                .when(new AssignPilot(PARTNERSHIP, INES, null))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void one_person_answers_for_a_field_however_it_is_spelt() {
        var assigned = new ResponsibilityAssigned(PARTNERSHIP, EPN, "Communication", INES, null);
        fixture.given(proposed())
                .when(new AssignResponsibility(PARTNERSHIP, "Communication", INES, null))
                .expectEvents(assigned);
        fixture.given(proposed(), assigned)
                .when(new AssignResponsibility(PARTNERSHIP, "communication", INES, null))
                .expectNoEvents();
        fixture.given(proposed(), assigned)
                .when(new AssignResponsibility(PARTNERSHIP, "Communication", BERNARD, CINEMA))
                .expectEvents(new ResponsibilityAssigned(PARTNERSHIP, EPN, "Communication", BERNARD, CINEMA));
        fixture.given(proposed(), assigned)
                .when(new AssignResponsibility(PARTNERSHIP, "Logistique", INES, null))
                .expectEvents(new ResponsibilityAssigned(PARTNERSHIP, EPN, "Logistique", INES, null));
    }

    @Test
    void who_answers_for_a_field_is_known_and_belongs_to_a_party() {
        fixture.given(proposed())
                .when(new AssignResponsibility(PARTNERSHIP, "Communication", STRANGER, null))
                .expectException(UnknownPerson.class);
        fixture.given(proposed())
                .when(new AssignResponsibility(PARTNERSHIP, "Communication", INES, LIBRARY))
                .expectException(NotAParty.class);
        fixture.given(proposed(), new ProposalWithdrawn(PARTNERSHIP, EPN, REASON))
                .when(new AssignResponsibility(PARTNERSHIP, "Communication", INES, null))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void the_centre_settles_where_it_stands() {
        var set = new PostureSet(PARTNERSHIP, EPN, Posture.WITH);
        fixture.given(proposed())
                .when(new SetPosture(PARTNERSHIP, Posture.WITH))
                .expectEvents(set);
        fixture.given(proposed(), set)
                .when(new SetPosture(PARTNERSHIP, Posture.WITH))
                .expectNoEvents();
        fixture.given(proposed(), set)
                .when(new SetPosture(PARTNERSHIP, Posture.FOR))
                .expectEvents(new PostureSet(PARTNERSHIP, EPN, Posture.FOR));
        fixture.given(
                        proposed(),
                        negotiating(),
                        agreed(),
                        started(),
                        completed(),
                        delivered(),
                        new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.CLOSE, null, null))
                .when(new SetPosture(PARTNERSHIP, Posture.WITH))
                .expectException(WrongPartnershipState.class);
    }

    private static RecordPartnerPresence present(
            PartnerId partner, @Nullable SessionId session, @Nullable String note) {
        return new RecordPartnerPresence(PARTNERSHIP, partner, session, DAY, note);
    }

    @Test
    void a_partner_who_was_there_is_recorded_once_for_a_day_and_a_session() {
        var recorded = new PartnerPresenceRecorded(PARTNERSHIP, EPN, CINEMA, SESSION, DAY, "la directrice");
        fixture.given(upTo(started()))
                .when(present(CINEMA, SESSION, "la directrice"))
                .expectEvents(recorded);
        fixture.given(proposed(), negotiating(), agreed(), started(), recorded)
                .when(present(CINEMA, SESSION, "encore elle"))
                .expectNoEvents();
        fixture.given(proposed(), negotiating(), agreed(), started(), recorded)
                .when(present(CINEMA, null, null))
                .expectEvents(new PartnerPresenceRecorded(PARTNERSHIP, EPN, CINEMA, null, DAY, null));
    }

    @Test
    void who_was_there_takes_part_and_the_session_is_one_of_the_partnership() {
        fixture.given(upTo(started())).when(present(LIBRARY, null, null)).expectException(NotAParty.class);
        fixture.given(upTo(started()))
                .when(present(CINEMA, SESSION_OF_OTHERS, null))
                .expectException(UnknownSession.class);
        fixture.given(upTo(started()))
                .when(present(CINEMA, new SessionId(new UUID(8, 9)), null))
                .expectException(UnknownSession.class);
        fixture.given(proposed(), new PartnershipDeclined(PARTNERSHIP, EPN, REASON))
                .when(present(CINEMA, null, null))
                .expectException(WrongPartnershipState.class);
    }
}

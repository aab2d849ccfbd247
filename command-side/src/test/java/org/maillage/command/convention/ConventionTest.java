package org.maillage.command.convention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillage.command.World.*;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.maillage.command.NotAParty;
import org.maillage.command.UnknownReference.UnknownPartnership;
import org.maillage.command.UnknownReference.UnknownPerson;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.convention.ConventionCommand.*;
import org.maillage.kernel.convention.CircuitStep;
import org.maillage.kernel.convention.Clauses;
import org.maillage.kernel.convention.ConventionEvent;
import org.maillage.kernel.convention.ConventionEvent.*;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.convention.VersionHash;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.PartnershipEvent.ProposalWithdrawn;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;

class ConventionTest {

    private static final PartyId CENTRE = PartyId.of(EPN);
    private static final PartyId ASSOCIATION = PartyId.of(LIRE_ENSEMBLE);
    private static final PartyId CINEMA_PARTY = PartyId.of(CINEMA);
    private static final List<CircuitStep> CIRCUIT =
            List.of(new CircuitStep("chef de service", BERNARD, null), new CircuitStep("élu", CLAIRE, DAY));
    private static final VersionHash HASH = CLAUSES.hash(10, null);
    private static final Clauses OTHER_CLAUSES = new Clauses("autre préambule", "b", "c", "d", "e");

    private final FixtureConfiguration<Convention> fixture = fixture(Convention.class, upTo(negotiating()));

    private static DraftConvention draft(Clauses clauses, @Nullable List<CircuitStep> circuit, PartyId party) {
        return new DraftConvention(CONVENTION, PARTNERSHIP, clauses, 10, circuit, party);
    }

    private static ConventionDrafted drafted(Clauses clauses, List<CircuitStep> circuit) {
        return new ConventionDrafted(
                CONVENTION,
                PARTNERSHIP,
                EPN,
                List.of(CENTRE, ASSOCIATION, CINEMA_PARTY),
                circuit,
                clauses,
                10,
                1,
                clauses.hash(10, null),
                CENTRE,
                null);
    }

    private static ConventionSubmitted submitted() {
        return new ConventionSubmitted(CONVENTION, PARTNERSHIP, EPN, 1);
    }

    private static StepApproved approved(String step, PersonId decider) {
        return new StepApproved(CONVENTION, PARTNERSHIP, EPN, step, decider);
    }

    private static ConventionValidated validated() {
        return new ConventionValidated(CONVENTION, PARTNERSHIP, EPN, 1);
    }

    private static ConventionSigned signed(PartyId party, PersonId signatory) {
        return new ConventionSigned(CONVENTION, PARTNERSHIP, EPN, party, signatory, HASH, DAY);
    }

    private static SignConvention sign(PartyId party, PersonId signatory) {
        return new SignConvention(CONVENTION, party, signatory, HASH, DAY);
    }

    private static List<ConventionEvent> toSign(ConventionEvent... more) {
        var life = new ArrayList<ConventionEvent>(List.of(
                drafted(CLAUSES, CIRCUIT),
                submitted(),
                approved("chef de service", BERNARD),
                approved("élu", CLAIRE),
                validated()));
        life.addAll(List.of(more));
        return life;
    }

    @Test
    void a_convention_is_drafted_by_a_party_for_all_the_parties() {
        fixture.givenNoPriorActivity()
                .when(draft(CLAUSES, CIRCUIT, CENTRE))
                .expectEvents(drafted(CLAUSES, CIRCUIT))
                .expectResultMessagePayload(new DraftedVersion(1, HASH));
        fixture.givenNoPriorActivity()
                .when(draft(CLAUSES, CIRCUIT, PartyId.of(STRANGE_PARTNER)))
                .expectException(NotAParty.class);
    }

    @Test
    void a_convention_is_drafted_for_a_partnership_that_is_not_agreed_yet() {
        fixture(Convention.class, upTo(agreed()))
                .givenNoPriorActivity()
                .when(draft(CLAUSES, CIRCUIT, CENTRE))
                .expectException(WrongPartnershipState.class);
        fixture.givenNoPriorActivity()
                .when(new DraftConvention(CONVENTION, new PartnershipId(new UUID(9, 9)), CLAUSES, 10, CIRCUIT, CENTRE))
                .expectException(UnknownPartnership.class);
    }

    @Test
    void the_deciders_of_a_circuit_are_known_to_the_centre() {
        fixture.givenNoPriorActivity()
                .when(draft(CLAUSES, List.of(new CircuitStep("élu", STRANGER, null)), CENTRE))
                .expectException(UnknownPerson.class);
    }

    @Test
    void without_a_circuit_the_partners_kinds_decide_it() {
        // An association has a decider, a cultural venue nobody.
        fixture.givenNoPriorActivity()
                .when(draft(CLAUSES, null, CENTRE))
                .expectEvents(drafted(CLAUSES, List.of(new CircuitStep("décideur", null, null))));
        assertThat(CircuitTemplate.of(
                        List.of(PartnerKind.COMPANY, PartnerKind.MUNICIPAL_SERVICE, PartnerKind.ASSOCIATION)))
                .extracting(CircuitStep::name)
                .containsExactly("décideur", "chef de service", "élu ou cabinet", "arrêté");
    }

    @Test
    void a_convention_is_submitted_with_its_six_clauses_only() {
        var partial = new Clauses("préambule", null, "modalités", " ", "suivi");
        fixture.given(drafted(CLAUSES, CIRCUIT))
                .when(new SubmitConvention(CONVENTION))
                .expectEvents(submitted());
        fixture.given(drafted(partial, CIRCUIT))
                .when(new SubmitConvention(CONVENTION))
                .expectException(ConventionIncomplete.class);
        fixture.given(drafted(CLAUSES, CIRCUIT), submitted())
                .when(new SubmitConvention(CONVENTION))
                .expectNoEvents();
    }

    @Test
    void a_convention_is_submitted_while_the_partnership_is_negotiated() {
        fixture(Convention.class, proposed())
                .given(drafted(CLAUSES, CIRCUIT))
                .when(new SubmitConvention(CONVENTION))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void with_an_empty_circuit_a_submission_validates() {
        fixture.given(drafted(CLAUSES, List.of()))
                .when(new SubmitConvention(CONVENTION))
                .expectEvents(submitted(), validated());
    }

    @Test
    void approvals_come_in_order_each_from_its_named_decider() {
        fixture.given(drafted(CLAUSES, CIRCUIT), submitted())
                .when(new ApproveStep(CONVENTION, "chef de service", BERNARD))
                .expectEvents(approved("chef de service", BERNARD));
        fixture.given(drafted(CLAUSES, CIRCUIT), submitted(), approved("chef de service", BERNARD))
                .when(new ApproveStep(CONVENTION, "élu", CLAIRE))
                .expectEvents(approved("élu", CLAIRE), validated());
        fixture.given(drafted(CLAUSES, CIRCUIT), submitted())
                .when(new ApproveStep(CONVENTION, "élu", CLAIRE))
                .expectException(ApprovalOutOfOrder.class);
        fixture.given(drafted(CLAUSES, CIRCUIT), submitted())
                .when(new ApproveStep(CONVENTION, "chef de service", CLAIRE))
                .expectException(NotTheDecider.class);
        fixture.given(drafted(CLAUSES, CIRCUIT), submitted())
                .when(new ApproveStep(CONVENTION, "préfet", BERNARD))
                .expectException(UnknownStep.class);
        fixture.given(drafted(CLAUSES, CIRCUIT))
                .when(new ApproveStep(CONVENTION, "chef de service", BERNARD))
                .expectException(WrongConventionState.class);
    }

    @Test
    void approving_again_changes_nothing_unless_somebody_else_does() {
        fixture.given(toSign())
                .when(new ApproveStep(CONVENTION, "chef de service", BERNARD))
                .expectNoEvents();
        fixture.given(toSign())
                .when(new ApproveStep(CONVENTION, "chef de service", INES))
                .expectException(NotTheDecider.class);
    }

    @Test
    void a_step_of_a_template_is_decided_by_whoever_comes_first() {
        var open = List.of(new CircuitStep("décideur", null, null));
        fixture.given(drafted(CLAUSES, open), submitted())
                .when(new ApproveStep(CONVENTION, "décideur", INES))
                .expectEvents(approved("décideur", INES), validated());
        fixture.given(drafted(CLAUSES, open), submitted(), approved("décideur", INES), validated())
                .when(new ApproveStep(CONVENTION, "décideur", BERNARD))
                .expectException(NotTheDecider.class);
    }

    @Test
    void a_rejection_makes_it_a_draft_again_and_the_circuit_starts_over() {
        var rejected = new StepRejected(CONVENTION, PARTNERSHIP, EPN, "élu", CLAIRE, "préambule à revoir");
        fixture.given(drafted(CLAUSES, CIRCUIT), submitted(), approved("chef de service", BERNARD))
                .when(new RejectStep(CONVENTION, "élu", CLAIRE, "préambule à revoir"))
                .expectEvents(rejected);
        fixture.given(
                        drafted(CLAUSES, CIRCUIT),
                        submitted(),
                        approved("chef de service", BERNARD),
                        rejected,
                        submitted())
                .when(new ApproveStep(CONVENTION, "élu", CLAIRE))
                .expectException(ApprovalOutOfOrder.class);
        fixture.given(drafted(CLAUSES, CIRCUIT))
                .when(new RejectStep(CONVENTION, "chef de service", BERNARD, "non"))
                .expectException(WrongConventionState.class);
    }

    @Test
    void a_revision_is_a_new_version_and_voids_approvals_and_signatures() {
        var hash = OTHER_CLAUSES.hash(12, null);
        var revised =
                new ConventionRevised(CONVENTION, PARTNERSHIP, EPN, OTHER_CLAUSES, 12, 2, hash, ASSOCIATION, null);
        fixture.given(toSign(signed(CENTRE, CLAIRE)))
                .when(new ReviseConvention(CONVENTION, OTHER_CLAUSES, 12, ASSOCIATION))
                .expectEvents(revised)
                .expectResultMessagePayload(new DraftedVersion(2, hash));
        fixture.given(toSign(signed(CENTRE, CLAIRE), revised))
                .when(new SignConvention(CONVENTION, CENTRE, CLAIRE, hash, DAY))
                .expectException(ConventionNotValidated.class);
        fixture.given(toSign())
                .when(new ReviseConvention(CONVENTION, OTHER_CLAUSES, 12, PartyId.of(STRANGE_PARTNER)))
                .expectException(NotAParty.class);
    }

    @Test
    void the_same_text_again_is_no_new_version() {
        fixture.given(toSign())
                .when(new ReviseConvention(CONVENTION, CLAUSES, 10, ASSOCIATION))
                .expectNoEvents()
                .expectResultMessagePayload(new DraftedVersion(1, HASH));
    }

    @Test
    void a_signed_convention_is_not_revised() {
        var complete = toSign(
                signed(CENTRE, CLAIRE),
                signed(ASSOCIATION, BERNARD),
                signed(CINEMA_PARTY, BERNARD),
                new ConventionFullySigned(CONVENTION, PARTNERSHIP, EPN, HASH));
        fixture.given(complete)
                .when(new ReviseConvention(CONVENTION, OTHER_CLAUSES, 12, CENTRE))
                .expectException(WrongConventionState.class);
        fixture.given(complete)
                .when(sign(CENTRE, CLAIRE))
                .expectNoEvents()
                .expectResultMessagePayload(new Signed(true));
    }

    @Test
    void an_older_text_is_never_signed_whoever_signs() {
        fixture.given(toSign())
                .when(new SignConvention(CONVENTION, CENTRE, CLAIRE, OTHER_CLAUSES.hash(1, null), DAY))
                .expectException(OutdatedVersionSigned.class);
        fixture.given(toSign())
                .when(new SignConvention(
                        CONVENTION, PartyId.of(STRANGE_PARTNER), CLAIRE, OTHER_CLAUSES.hash(1, null), DAY))
                .expectException(OutdatedVersionSigned.class);
    }

    @Test
    void a_convention_is_signed_once_by_each_party() {
        fixture.given(toSign())
                .when(sign(CENTRE, CLAIRE))
                .expectEvents(signed(CENTRE, CLAIRE))
                .expectResultMessagePayload(new Signed(false));
        fixture.given(toSign(signed(CENTRE, CLAIRE)))
                .when(sign(CENTRE, CLAIRE))
                .expectNoEvents()
                .expectResultMessagePayload(new Signed(false));
        fixture.given(toSign(signed(CENTRE, CLAIRE))).when(sign(CENTRE, INES)).expectException(AlreadySigned.class);
    }

    @Test
    void the_last_party_completes_the_signature() {
        fixture.given(toSign(signed(CENTRE, CLAIRE), signed(ASSOCIATION, BERNARD)))
                .when(sign(CINEMA_PARTY, BERNARD))
                .expectEvents(
                        signed(CINEMA_PARTY, BERNARD), new ConventionFullySigned(CONVENTION, PARTNERSHIP, EPN, HASH))
                .expectResultMessagePayload(new Signed(true));
    }

    @Test
    void only_a_validated_convention_is_signed_by_a_party_that_the_centre_knows() {
        fixture.given(drafted(CLAUSES, CIRCUIT), submitted())
                .when(sign(CENTRE, CLAIRE))
                .expectException(ConventionNotValidated.class);
        fixture.given(toSign()).when(sign(PartyId.of(STRANGE_PARTNER), CLAIRE)).expectException(NotAParty.class);
        fixture.given(toSign()).when(sign(CENTRE, STRANGER)).expectException(UnknownPerson.class);
    }

    @Test
    void a_withdrawn_proposal_is_not_signed() {
        fixture(Convention.class, proposed(), negotiating(), new ProposalWithdrawn(PARTNERSHIP, EPN, "reporté"))
                .given(toSign())
                .when(sign(CENTRE, CLAIRE))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void refusals_have_stable_codes() {
        assertThat(new OutdatedVersionSigned(2).code()).isEqualTo("outdated-version-signed");
        assertThat(new AlreadySigned().code()).isEqualTo("already-signed");
        assertThat(new ConventionIncomplete(List.of("objectives"))).hasMessageContaining("objectives");
    }
}

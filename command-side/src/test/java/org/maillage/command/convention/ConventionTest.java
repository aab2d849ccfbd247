package org.maillage.command.convention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillage.command.World.*;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.hamcrest.Matchers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.maillage.command.NotAParty;
import org.maillage.command.UnknownReference.UnknownPartnership;
import org.maillage.command.UnknownReference.UnknownPerson;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.convention.ConventionCommand.*;
import org.maillage.kernel.Event;
import org.maillage.kernel.convention.CircuitStep;
import org.maillage.kernel.convention.Clause;
import org.maillage.kernel.convention.Clauses;
import org.maillage.kernel.convention.ConventionEvent;
import org.maillage.kernel.convention.ConventionEvent.*;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.convention.TemplateStep;
import org.maillage.kernel.convention.VersionHash;
import org.maillage.kernel.epn.EpnEvent.CircuitTemplateSet;
import org.maillage.kernel.epn.EpnEvent.FundingDeclared;
import org.maillage.kernel.funding.FundingId;
import org.maillage.kernel.partner.PartnerEvent.FundingObjectionDeclared;
import org.maillage.kernel.partner.PartnerEvent.PartnerRevised;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.CumulationConflictWaived;
import org.maillage.kernel.partnership.PartnershipEvent.FollowUpDecided;
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
        return new DraftConvention(CONVENTION, PARTNERSHIP, clauses, 10, null, circuit, party, DAY);
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
        return new SignConvention(CONVENTION, party, signatory, HASH, DAY, DAY);
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
                .when(new DraftConvention(
                        CONVENTION, new PartnershipId(new UUID(9, 9)), CLAUSES, 10, null, CIRCUIT, CENTRE, DAY))
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
        fixture(Convention.class, with(upTo(negotiating()), kind(CINEMA, PartnerKind.MUNICIPAL_SERVICE)))
                .givenNoPriorActivity()
                .when(draft(CLAUSES, null, CENTRE))
                .expectEvents(drafted(
                        CLAUSES,
                        List.of(
                                new CircuitStep("décideur", null, null),
                                new CircuitStep("chef de service", null, null),
                                new CircuitStep("élu ou cabinet", null, null),
                                new CircuitStep("arrêté", null, null))));
    }

    @Test
    void the_circuits_of_the_centre_come_before_those_of_the_house_and_each_step_once() {
        var association = new CircuitTemplateSet(
                EPN,
                PartnerKind.ASSOCIATION,
                List.of(new TemplateStep("présidente", BERNARD, 15), new TemplateStep("maire", null, 0)));
        var venue = new CircuitTemplateSet(
                EPN,
                PartnerKind.CULTURAL_VENUE,
                List.of(new TemplateStep("maire", CLAIRE, 30), new TemplateStep("programmateur", null, null)));
        fixture(Convention.class, with(upTo(negotiating()), association, venue))
                .givenNoPriorActivity()
                .when(draft(CLAUSES, null, CENTRE))
                .expectEvents(drafted(
                        CLAUSES,
                        List.of(
                                new CircuitStep("présidente", BERNARD, DAY.plusDays(15)),
                                new CircuitStep("maire", null, DAY),
                                new CircuitStep("programmateur", null, null))));
        // A circuit given with the draft replaces them.
        fixture(Convention.class, with(upTo(negotiating()), association, venue))
                .givenNoPriorActivity()
                .when(draft(CLAUSES, CIRCUIT, CENTRE))
                .expectEvents(drafted(CLAUSES, CIRCUIT));
    }

    private static Event[] with(PartnershipEvent[] life, Event... more) {
        return Stream.concat(Arrays.stream(life), Arrays.stream(more)).toArray(Event[]::new);
    }

    private static PartnerRevised kind(PartnerId partner, PartnerKind kind) {
        return new PartnerRevised(
                partner,
                EPN,
                "Un partenaire",
                kind,
                null,
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
    void a_term_is_part_of_what_is_signed() {
        var hash = CLAUSES.hash(10, DAY.plusYears(1));
        fixture.givenNoPriorActivity()
                .when(new DraftConvention(CONVENTION, PARTNERSHIP, CLAUSES, 10, DAY.plusYears(1), CIRCUIT, CENTRE, DAY))
                .expectEvents(new ConventionDrafted(
                        CONVENTION,
                        PARTNERSHIP,
                        EPN,
                        List.of(CENTRE, ASSOCIATION, CINEMA_PARTY),
                        CIRCUIT,
                        CLAUSES,
                        10,
                        1,
                        hash,
                        CENTRE,
                        DAY.plusYears(1)))
                .expectResultMessagePayload(new DraftedVersion(1, hash));
        fixture.given(drafted(CLAUSES, CIRCUIT))
                .when(new ReviseConvention(CONVENTION, CLAUSES, 10, DAY.plusYears(1), CENTRE))
                .expectEvents(new ConventionRevised(
                        CONVENTION, PARTNERSHIP, EPN, CLAUSES, 10, 2, hash, CENTRE, DAY.plusYears(1)));
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
                .when(new ReviseConvention(CONVENTION, OTHER_CLAUSES, 12, null, ASSOCIATION))
                .expectEvents(revised)
                .expectResultMessagePayload(new DraftedVersion(2, hash));
        fixture.given(toSign(signed(CENTRE, CLAIRE), revised))
                .when(new SignConvention(CONVENTION, CENTRE, CLAIRE, hash, DAY, DAY))
                .expectException(ConventionNotValidated.class);
        fixture.given(toSign())
                .when(new ReviseConvention(CONVENTION, OTHER_CLAUSES, 12, null, PartyId.of(STRANGE_PARTNER)))
                .expectException(NotAParty.class);
    }

    @Test
    void the_same_text_again_is_no_new_version() {
        fixture.given(toSign())
                .when(new ReviseConvention(CONVENTION, CLAUSES, 10, null, ASSOCIATION))
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
                .when(new ReviseConvention(CONVENTION, OTHER_CLAUSES, 12, null, CENTRE))
                .expectException(WrongConventionState.class);
        fixture.given(complete)
                .when(sign(CENTRE, CLAIRE))
                .expectNoEvents()
                .expectResultMessagePayload(new Signed(true));
    }

    @Test
    void an_older_text_is_never_signed_whoever_signs() {
        fixture.given(toSign())
                .when(new SignConvention(CONVENTION, CENTRE, CLAIRE, OTHER_CLAUSES.hash(1, null), DAY, DAY))
                .expectException(OutdatedVersionSigned.class);
        fixture.given(toSign())
                .when(new SignConvention(
                        CONVENTION, PartyId.of(STRANGE_PARTNER), CLAIRE, OTHER_CLAUSES.hash(1, null), DAY, DAY))
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
        assertThat(new ConventionIncomplete(List.of(Clause.OBJECTIVES))).hasMessageContaining("objectifs généraux");
    }

    private static DeciderNamed named(String step, PersonId decider, @Nullable LocalDate expectedOn) {
        return new DeciderNamed(CONVENTION, PARTNERSHIP, EPN, step, decider, expectedOn);
    }

    @Test
    void somebody_is_named_to_decide_a_step_and_nobody_else_decides_it_then() {
        var open = List.of(new CircuitStep("décideur", null, DAY));
        var named = named("décideur", BERNARD, DAY);
        fixture.given(drafted(CLAUSES, open))
                .when(new NameDecider(CONVENTION, "décideur", BERNARD, null))
                .expectEvents(named);
        fixture.given(drafted(CLAUSES, open), submitted(), named)
                .when(new NameDecider(CONVENTION, "décideur", BERNARD, DAY))
                .expectNoEvents();
        fixture.given(drafted(CLAUSES, open), submitted(), named)
                .when(new NameDecider(CONVENTION, "décideur", BERNARD, DAY.plusDays(8)))
                .expectEvents(named("décideur", BERNARD, DAY.plusDays(8)));
        fixture.given(drafted(CLAUSES, open), submitted(), named)
                .when(new ApproveStep(CONVENTION, "décideur", INES))
                .expectException(NotTheDecider.class);
        fixture.given(drafted(CLAUSES, open), submitted(), named)
                .when(new RejectStep(CONVENTION, "décideur", INES, "non"))
                .expectException(NotTheDecider.class);
        fixture.given(drafted(CLAUSES, open), submitted(), named)
                .when(new ApproveStep(CONVENTION, "décideur", BERNARD))
                .expectEvents(approved("décideur", BERNARD), validated());
    }

    @Test
    void a_decider_is_a_known_person_for_a_step_that_is_still_to_be_decided() {
        fixture.given(drafted(CLAUSES, CIRCUIT))
                .when(new NameDecider(CONVENTION, "élu", STRANGER, null))
                .expectException(UnknownPerson.class);
        fixture.given(drafted(CLAUSES, CIRCUIT))
                .when(new NameDecider(CONVENTION, "préfet", CLAIRE, null))
                .expectException(UnknownStep.class);
        fixture.given(drafted(CLAUSES, CIRCUIT), submitted(), approved("chef de service", BERNARD))
                .when(new NameDecider(CONVENTION, "chef de service", INES, null))
                .expectException(StepAlreadyDecided.class);
        fixture.given(toSign())
                .when(new NameDecider(CONVENTION, "élu", INES, null))
                .expectException(WrongConventionState.class);
        over().given(drafted(CLAUSES, CIRCUIT))
                .when(new NameDecider(CONVENTION, "élu", INES, null))
                .expectException(WrongPartnershipState.class);
    }

    /** After the follow-up. */
    private static FixtureConfiguration<Convention> over() {
        return fixture(
                Convention.class,
                with(upTo(delivered()), new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.CLOSE, null, null)));
    }

    @Test
    void nothing_is_decided_once_the_follow_up_was() {
        over().given(drafted(CLAUSES, CIRCUIT), submitted())
                .when(new ApproveStep(CONVENTION, "chef de service", BERNARD))
                .expectException(WrongPartnershipState.class);
        over().given(drafted(CLAUSES, CIRCUIT), submitted())
                .when(new RejectStep(CONVENTION, "chef de service", BERNARD, "non"))
                .expectException(WrongPartnershipState.class);
        over().given(drafted(CLAUSES, CIRCUIT))
                .when(new AttachMunicipalAct(CONVENTION, "2025-118", DAY, null, null))
                .expectException(WrongPartnershipState.class);
        over().given(complete())
                .when(new AmendConvention(CONVENTION, OTHER_CLAUSES, 12, null, CENTRE, "deux séances de plus"))
                .expectException(WrongPartnershipState.class);
        over().given(complete())
                .when(new TerminateConvention(CONVENTION, DAY, "dissolution"))
                .expectException(WrongPartnershipState.class);
        over().given(complete(amended(DAY)))
                .when(new ExpireConvention(CONVENTION, DAY))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void a_municipal_act_is_attached_once() {
        var act =
                new MunicipalActAttached(CONVENTION, PARTNERSHIP, EPN, "2025-118", DAY, "https://example.org/a", null);
        fixture.given(toSign())
                .when(new AttachMunicipalAct(CONVENTION, "2025-118", DAY, "https://example.org/a", null))
                .expectEvents(act);
        fixture.given(toSign(act))
                .when(new AttachMunicipalAct(CONVENTION, "2025-118", DAY, "https://example.org/a", null))
                .expectNoEvents();
    }

    private static List<ConventionEvent> complete(ConventionEvent... more) {
        var life = toSign(
                signed(CENTRE, CLAIRE),
                signed(ASSOCIATION, BERNARD),
                signed(CINEMA_PARTY, BERNARD),
                new ConventionFullySigned(CONVENTION, PARTNERSHIP, EPN, HASH));
        life.addAll(List.of(more));
        return life;
    }

    private static VersionHash amendedHash(@Nullable LocalDate until) {
        return OTHER_CLAUSES.hash(12, until);
    }

    private static ConventionAmended amended(@Nullable LocalDate until) {
        return new ConventionAmended(
                CONVENTION,
                PARTNERSHIP,
                EPN,
                OTHER_CLAUSES,
                12,
                until,
                2,
                amendedHash(until),
                ASSOCIATION,
                "deux séances de plus");
    }

    private static AmendConvention amend(PartyId party) {
        return new AmendConvention(CONVENTION, OTHER_CLAUSES, 12, null, party, "deux séances de plus");
    }

    private static ConventionSigned signedAmendment(PartyId party, PersonId signatory) {
        return new ConventionSigned(CONVENTION, PARTNERSHIP, EPN, party, signatory, amendedHash(null), DAY);
    }

    private static SignConvention signAmendment(PartyId party, PersonId signatory) {
        return new SignConvention(CONVENTION, party, signatory, amendedHash(null), DAY, DAY);
    }

    @Test
    void a_signed_convention_is_amended_by_a_party_with_a_complete_text() {
        fixture.given(complete())
                .when(amend(ASSOCIATION))
                .expectEvents(amended(null))
                .expectResultMessagePayload(new DraftedVersion(2, amendedHash(null)));
        fixture.given(complete(amended(null)))
                .when(amend(ASSOCIATION))
                .expectNoEvents()
                .expectResultMessagePayload(new DraftedVersion(2, amendedHash(null)));
        fixture.given(complete())
                .when(new AmendConvention(CONVENTION, CLAUSES, 10, null, CENTRE, "rien"))
                .expectNoEvents()
                .expectResultMessagePayload(new DraftedVersion(1, HASH));
        fixture.given(toSign()).when(amend(ASSOCIATION)).expectException(WrongConventionState.class);
        fixture.given(complete()).when(amend(PartyId.of(STRANGE_PARTNER))).expectException(NotAParty.class);
        fixture.given(complete())
                .when(new AmendConvention(
                        CONVENTION, new Clauses("préambule", null, "c", "d", "e"), 12, null, CENTRE, "plus court"))
                .expectException(ConventionIncomplete.class);
    }

    @Test
    void an_amendment_is_signed_anew_by_every_party_in_the_course_of_the_action() {
        var running = fixture(Convention.class, upTo(started()));
        running.given(complete(amended(null))).when(sign(CENTRE, CLAIRE)).expectException(OutdatedVersionSigned.class);
        running.given(complete(amended(null)))
                .when(signAmendment(CENTRE, INES))
                .expectEvents(signedAmendment(CENTRE, INES))
                .expectResultMessagePayload(new Signed(false));
        running.given(complete(amended(null), signedAmendment(CENTRE, INES), signedAmendment(ASSOCIATION, BERNARD)))
                .when(signAmendment(CINEMA_PARTY, CLAIRE))
                .expectEvents(
                        signedAmendment(CINEMA_PARTY, CLAIRE),
                        new ConventionFullySigned(CONVENTION, PARTNERSHIP, EPN, amendedHash(null)))
                .expectResultMessagePayload(new Signed(true));
        running.given(complete(amended(null), signedAmendment(CENTRE, INES)))
                .when(signAmendment(CENTRE, CLAIRE))
                .expectException(AlreadySigned.class);
        running.given(complete(
                        amended(null),
                        signedAmendment(CENTRE, INES),
                        signedAmendment(ASSOCIATION, BERNARD),
                        signedAmendment(CINEMA_PARTY, CLAIRE),
                        new ConventionFullySigned(CONVENTION, PARTNERSHIP, EPN, amendedHash(null))))
                .when(signAmendment(CENTRE, INES))
                .expectNoEvents()
                .expectResultMessagePayload(new Signed(true));
        over().given(complete(amended(null)))
                .when(signAmendment(CENTRE, INES))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void an_amended_convention_is_not_revised_but_amended_again() {
        fixture.given(complete(amended(null)))
                .when(new ReviseConvention(CONVENTION, CLAUSES, 10, null, CENTRE))
                .expectException(WrongConventionState.class);
        fixture.given(complete(amended(null)))
                .when(new AmendConvention(CONVENTION, CLAUSES, 10, null, CENTRE, "retour au premier texte"))
                .expectEvents(new ConventionAmended(
                        CONVENTION, PARTNERSHIP, EPN, CLAUSES, 10, null, 3, HASH, CENTRE, "retour au premier texte"));
    }

    @Test
    void a_convention_in_force_is_terminated_once_and_makes_room() {
        var terminated = new ConventionTerminated(CONVENTION, PARTNERSHIP, EPN, DAY, "dissolution");
        fixture.given(complete())
                .when(new TerminateConvention(CONVENTION, DAY, "dissolution"))
                .expectEvents(terminated);
        fixture.given(complete(amended(null)))
                .when(new TerminateConvention(CONVENTION, DAY, "dissolution"))
                .expectEvents(terminated);
        fixture.given(complete(terminated))
                .when(new TerminateConvention(CONVENTION, DAY, "dissolution"))
                .expectNoEvents();
        fixture.given(toSign())
                .when(new TerminateConvention(CONVENTION, DAY, "trop tôt"))
                .expectException(WrongConventionState.class);
        fixture.given(complete(terminated)).when(amend(CENTRE)).expectException(WrongConventionState.class);
        fixture.given(complete(amended(null), terminated))
                .when(signAmendment(CENTRE, CLAIRE))
                .expectException(WrongConventionState.class);
    }

    @Test
    void a_convention_expires_on_its_term_and_not_before() {
        var expired = new ConventionExpired(CONVENTION, PARTNERSHIP, EPN, DAY);
        fixture.given(complete(amended(DAY)))
                .when(new ExpireConvention(CONVENTION, DAY))
                .expectEvents(expired);
        fixture.given(complete(amended(DAY), expired))
                .when(new ExpireConvention(CONVENTION, DAY))
                .expectNoEvents();
        fixture.given(complete(amended(DAY)))
                .when(new ExpireConvention(CONVENTION, DAY.minusDays(1)))
                .expectException(TermNotReached.class);
        fixture.given(complete())
                .when(new ExpireConvention(CONVENTION, DAY))
                .expectException(ConventionWithoutTerm.class);
        fixture.given(toSign()).when(new ExpireConvention(CONVENTION, DAY)).expectException(WrongConventionState.class);
        assertThat(new TermNotReached(DAY)).hasMessageContaining("07/10/2025");
    }

    @Test
    void new_parties_make_it_a_draft_again_until_it_is_signed() {
        var parties = List.of(CENTRE, ASSOCIATION);
        var changed = new PartiesChanged(CONVENTION, PARTNERSHIP, EPN, parties);
        fixture.given(toSign(signed(CENTRE, CLAIRE)))
                .when(new ChangeParties(CONVENTION, parties))
                .expectEvents(changed);
        fixture.given(toSign(signed(CENTRE, CLAIRE), changed))
                .when(new ChangeParties(CONVENTION, parties))
                .expectNoEvents();
        fixture.given(toSign(signed(CENTRE, CLAIRE), changed))
                .when(sign(ASSOCIATION, BERNARD))
                .expectException(ConventionNotValidated.class);
        fixture.given(toSign(changed)).when(sign(CINEMA_PARTY, BERNARD)).expectException(NotAParty.class);
        fixture.given(complete())
                .when(new ChangeParties(CONVENTION, parties))
                .expectException(WrongConventionState.class);
    }

    private static FundingDeclared exclusive(@Nullable LocalDate until) {
        return new FundingDeclared(
                EPN,
                new FundingId(new UUID(12, 1)),
                "Région",
                List.of("Insertion"),
                true,
                null,
                DAY.minusYears(1),
                until);
    }

    @Test
    void nothing_is_signed_while_a_conflict_of_cumulation_is_open() {
        fixture(Convention.class, with(upTo(negotiating()), exclusive(null)))
                .given(toSign())
                .when(sign(CENTRE, CLAIRE))
                .expectException(CumulationConflict.class)
                .expectExceptionMessage(Matchers.containsString("Région"));
        fixture(
                        Convention.class,
                        with(
                                upTo(negotiating()),
                                new FundingObjectionDeclared(CINEMA, EPN, "la région", null),
                                region()))
                .given(toSign())
                .when(sign(CENTRE, CLAIRE))
                .expectException(CumulationConflict.class);
        fixture(Convention.class, with(upTo(started()), exclusive(null)))
                .given(complete(amended(null)))
                .when(signAmendment(CENTRE, CLAIRE))
                .expectException(CumulationConflict.class);
        assertThat(new CumulationConflict(List.of("Région")).code()).isEqualTo("cumulation-conflict");
    }

    /** Not exclusive. */
    private static FundingDeclared region() {
        return new FundingDeclared(EPN, new FundingId(new UUID(12, 2)), "La Région", List.of(), false, null, DAY, null);
    }

    @Test
    void a_conflict_that_ended_or_was_waived_is_no_reason_not_to_sign() {
        fixture(Convention.class, with(upTo(negotiating()), exclusive(DAY.minusDays(1))))
                .given(toSign())
                .when(sign(CENTRE, CLAIRE))
                .expectEvents(signed(CENTRE, CLAIRE));
        fixture(
                        Convention.class,
                        with(
                                upTo(negotiating()),
                                exclusive(null),
                                new CumulationConflictWaived(
                                        PARTNERSHIP,
                                        EPN,
                                        null,
                                        "accord écrit",
                                        List.of(new org.maillage.kernel.funding.CumulationConflict(
                                                new FundingId(new UUID(12, 1)), "Région", null)))))
                .given(toSign())
                .when(sign(CENTRE, CLAIRE))
                .expectEvents(signed(CENTRE, CLAIRE));
    }

    @Test
    void an_older_text_is_refused_before_anything_else_is_looked_at() {
        fixture(Convention.class, with(upTo(negotiating()), exclusive(null)))
                .given(toSign())
                .when(new SignConvention(CONVENTION, CENTRE, STRANGER, OTHER_CLAUSES.hash(1, null), DAY, DAY))
                .expectException(OutdatedVersionSigned.class);
    }
}

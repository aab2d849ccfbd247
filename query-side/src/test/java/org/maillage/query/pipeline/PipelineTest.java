package org.maillage.query.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.Ids;
import org.maillage.kernel.bilan.BilanEvent.*;
import org.maillage.kernel.convention.CircuitStep;
import org.maillage.kernel.convention.Clauses;
import org.maillage.kernel.convention.ConventionEvent.*;
import org.maillage.kernel.convention.ConventionState;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.epn.EpnEvent.HourlyRateSet;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partner.PartnerEvent.PartnerCardConfirmed;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonEvent.PersonErased;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.SessionEvent.SessionHeld;
import org.maillage.kernel.timesheet.Phase;
import org.maillage.query.Advice;
import org.maillage.query.CaseA;
import org.maillage.query.UnknownResource;
import org.maillage.query.Web;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.ToldFacts;
import org.maillage.query.pipeline.Pipeline.*;
import org.maillage.query.timecost.ToldFigures;

class PipelineTest {

    @TempDir
    private static Path directory;

    private static MasterKey master;
    private static ToldFacts told;
    private static StandingWarnings warnings;
    private static Pipelines pipelines;

    private final CaseA it = new CaseA();

    @BeforeAll
    static void tables() {
        master = MasterKey.readOrCreate(directory.resolve("master-key.json"));
        told = new ToldFacts(new PipelineProjection(), ToldFigures.projection());
        var dossiers = new Dossiers(told.client());
        warnings = new StandingWarnings(dossiers, ToldFigures.of(told));
        pipelines = new Pipelines(dossiers, warnings, told.personNames(master));
    }

    @AfterAll
    static void close() {
        told.close();
    }

    private void tellPerson(PersonId id, String name) {
        var cipher = master.newCipher(id);
        told.hold(cipher);
        told.tell(new PersonRegistered(
                id, it.epn, cipher.encrypt(PersonRegistered.class, "fullName", name), null, null, false, 1));
    }

    private Pipeline pipeline() {
        return pipeline(told.asOfNow());
    }

    private Pipeline pipeline(AsOf asOf) {
        return pipelines.of(it.epn.value(), asOf);
    }

    private List<String> codes() {
        return codes(told.asOfNow());
    }

    private List<String> codes(AsOf asOf) {
        return warnings
                .of(List.of(it.partnership.value()), asOf)
                .getOrDefault(it.partnership.value(), List.of())
                .stream()
                .map(Advice::code)
                .toList();
    }

    @Test
    void partnerships_stand_in_their_state_with_their_names() {
        told.tell(it.whole());

        var pipeline = pipeline();

        assertThat(pipeline.epnId()).isEqualTo(it.epn.value());
        assertThat(pipeline.byState())
                .extracting(InState::state, InState::label)
                .containsExactly(
                        tuple(PartnershipState.PROPOSED, "proposé"),
                        tuple(PartnershipState.FOLLOWED_UP, "suites décidées"));
        assertThat(pipeline.byState().getLast().partnerships()).singleElement().satisfies(stage -> {
            assertThat(stage.id()).isEqualTo(it.partnership.value());
            assertThat(stage.projectId()).isEqualTo(it.project.value());
            assertThat(stage.projectName()).isEqualTo("Lire et écrire en numérique");
            assertThat(stage.partnerIds()).containsExactly(it.partner.value());
            assertThat(stage.partnerNames()).containsExactly("Lire Ensemble");
            assertThat(stage.warnings()).isEmpty();
        });
        assertThat(pipeline.waiting()).isEmpty();
        assertThat(pipeline.unrecordedSheets()).isEmpty();
        assertThat(pipeline.expiringConventions()).isEmpty();
    }

    private ConventionDrafted drafted(List<CircuitStep> circuit, @Nullable LocalDate until) {
        var clauses = new Clauses("Préambule", "Objectifs", "Modalités", "Engagements", "Suivi");
        return new ConventionDrafted(
                it.convention,
                it.partnership,
                it.epn,
                List.of(PartyId.of(it.epn), PartyId.of(it.partner)),
                circuit,
                clauses,
                10,
                1,
                clauses.hash(10, until),
                PartyId.of(it.epn),
                until);
    }

    private void negotiating() {
        told.tell(it.organisations());
        told.tell(it.proposed(), new NegotiationEntered(it.partnership, it.epn, List.of()));
    }

    @Test
    void a_step_waits_for_its_decider_by_name_and_then_the_next_one_does() {
        negotiating();
        tellPerson(it.elu, "Anaïs Martin");
        var expected = LocalDate.of(2026, 6, 1);
        told.tell(drafted(
                List.of(new CircuitStep("chef de service", null, null), new CircuitStep("élu", null, null)), null));
        assertThat(pipeline().waiting()).isEmpty();

        var submitted = told.tell(new ConventionSubmitted(it.convention, it.partnership, it.epn, 1))
                .getFirst();
        var nobody = told.asOfNow();
        told.tell(new DeciderNamed(it.convention, it.partnership, it.epn, "chef de service", it.responsable, null));
        var approved = told.tell(
                        new StepApproved(it.convention, it.partnership, it.epn, "chef de service", it.responsable),
                        new DeciderNamed(it.convention, it.partnership, it.epn, "élu", it.elu, expected))
                .getFirst();

        assertThat(pipeline(nobody).waiting())
                .containsExactly(new WaitingItem(
                        Waiting.Kind.CONVENTION_STEP,
                        null,
                        it.partnership.value(),
                        it.convention.value(),
                        "chef de service",
                        null,
                        null,
                        submitted.at(),
                        false));
        assertThat(pipeline().waiting())
                .containsExactly(new WaitingItem(
                        Waiting.Kind.CONVENTION_STEP,
                        new Somebody(it.elu.value(), null, "Anaïs Martin"),
                        it.partnership.value(),
                        it.convention.value(),
                        "élu",
                        null,
                        expected,
                        approved.at(),
                        true));

        told.erase(it.elu);
        told.tell(new PersonErased(it.elu, it.epn, "demande"));

        assertThat(pipeline().waiting())
                .extracting(WaitingItem::waitsFor)
                .containsExactly(new Somebody(it.elu.value(), null, "personne effacée"));
    }

    @Test
    void signatures_are_awaited_party_by_party() {
        told.tell(it.organisations());
        told.tell(it.agreement().subList(0, 10));

        assertThat(pipeline().waiting()).singleElement().satisfies(item -> {
            assertThat(item.kind()).isEqualTo(Waiting.Kind.SIGNATURE);
            assertThat(item.waitsFor()).isEqualTo(new Somebody(null, it.partner.value(), "Lire Ensemble"));
        });

        told.tell(it.agreement().subList(10, 12));

        assertThat(pipeline().waiting()).isEmpty();
    }

    @Test
    void an_amendment_is_to_be_signed_by_everybody_again() {
        told.tell(it.organisations());
        told.tell(it.agreement());
        var clauses = new Clauses("Préambule", "Objectifs", "Modalités", "Engagements", "Suivi");
        var until = LocalDate.of(2026, 8, 1);

        told.tell(new ConventionAmended(
                it.convention,
                it.partnership,
                it.epn,
                clauses,
                12,
                until,
                2,
                clauses.hash(12, until),
                PartyId.of(it.partner),
                "deux séances de plus"));

        assertThat(pipeline().waiting())
                .extracting(WaitingItem::waitsFor)
                .containsExactly(
                        new Somebody(null, it.epn.value(), "La Passerelle Numérique"),
                        new Somebody(null, it.partner.value(), "Lire Ensemble"));
        assertThat(pipeline().expiringConventions())
                .containsExactly(new Expiring(
                        it.convention.value(), it.partnership.value(), ConventionState.AMENDED, until, false));
        assertThat(pipeline(new AsOf(Instant.parse("2026-08-01T22:30:00Z"))).expiringConventions())
                .extracting(Expiring::expired)
                .containsExactly(true);
        assertThat(codes()).contains("convention-expiring");
    }

    @Test
    void a_clearance_waits_for_the_authority_until_it_answers() {
        negotiating();
        var asked = told.tell(new AuthorityClearanceRequested(it.partnership, it.epn, null))
                .getFirst();

        assertThat(pipeline().waiting())
                .containsExactly(new WaitingItem(
                        Waiting.Kind.AUTHORITY_CLEARANCE,
                        null,
                        it.partnership.value(),
                        null,
                        null,
                        null,
                        null,
                        asked.at(),
                        false));

        told.tell(new AuthorityClearanceRefused(it.partnership, it.epn, null, "budget"));

        assertThat(pipeline().waiting()).isEmpty();
    }

    @Test
    void after_the_action_its_bilan_waits_for_the_pilot_then_for_each_partner_then_the_follow_up() {
        told.tell(it.organisations());
        tellPerson(it.responsable, "Jeanne Roux");
        told.tell(it.agreement());
        told.tell(new ActionCompleted(it.partnership, it.epn, LocalDate.of(2026, 6, 15)));
        var pilot = new Somebody(it.responsable.value(), null, "Jeanne Roux");

        assertThat(pipeline().waiting()).singleElement().satisfies(item -> {
            assertThat(item.kind()).isEqualTo(Waiting.Kind.BILAN_DUE);
            assertThat(item.waitsFor()).isEqualTo(pilot);
            assertThat(item.expectedOn()).isEqualTo(LocalDate.of(2026, 6, 20));
            assertThat(item.overdue()).isTrue();
        });

        told.tell(new BilanDrafted(it.bilan, it.partnership, it.epn, List.of(it.partner), "Dix séances.", null));

        assertThat(pipeline().waiting()).singleElement().satisfies(item -> {
            assertThat(item.kind()).isEqualTo(Waiting.Kind.BILAN_TO_SHARE);
            assertThat(item.waitsFor()).isEqualTo(pilot);
            assertThat(item.partner()).isEqualTo(new Party(it.partner.value(), "Lire Ensemble"));
        });

        told.tell(
                new BilanShared(it.bilan, it.partnership, it.epn, it.partner, true),
                new BilanDelivered(it.partnership, it.epn));

        assertThat(pipeline().waiting())
                .extracting(WaitingItem::kind, WaitingItem::waitsFor)
                .containsExactly(tuple(Waiting.Kind.FOLLOW_UP, pilot));
    }

    @Test
    void sheets_that_nobody_filled_in_are_listed_and_warned_of() {
        told.tell(it.organisations());
        told.tell(it.agreement());
        told.tell(it.sheets().getFirst());
        told.tell(new SessionHeld(it.sessions.getFirst(), it.partnership, it.epn));

        assertThat(pipeline().unrecordedSheets())
                .containsExactly(new UnrecordedSheet(
                        it.sessions.getFirst().value(), it.partnership.value(), Instant.parse("2025-10-07T12:00:00Z")));
        assertThat(codes()).contains("unrecorded-sheet");
        assertThat(pipeline().warnings())
                .extracting(Standing::partnershipId, Standing::code)
                .contains(tuple(it.partnership.value(), "unrecorded-sheet"));
    }

    @Test
    void case_As_warnings_come_and_go_as_it_goes_on() {
        told.tell(it.organisations());
        told.tell(it.rates());
        told.tell(it.agreement());
        var agreed = told.asOfNow();
        told.tell(it.sheets());
        var held = told.asOfNow();
        var work = told.tell(it.work());
        var worked = told.asOfNow();
        told.tell(it.money());
        var paid = told.asOfNow();
        told.tell(new ActionCompleted(it.partnership, it.epn, LocalDate.of(2026, 6, 15)));

        assertThat(codes(agreed)).containsExactly("one-sided-draft");
        assertThat(codes(held)).containsExactly("one-sided-draft", "partner-never-present");
        assertThat(codes(worked))
                .containsExactlyInAnyOrder("one-sided-draft", "partner-never-present", "not-profitable");
        assertThat(warnings.of(List.of(it.partnership.value()), worked).get(it.partnership.value()))
                .contains(new Advice(
                        "not-profitable",
                        Warning.NOT_PROFITABLE.text(),
                        work.getFirst().at()));
        assertThat(codes(paid)).containsExactly("one-sided-draft", "partner-never-present");
        assertThat(codes()).containsExactly("one-sided-draft", "partner-never-present", "no-deliverable");
        assertThat(warnings.of(List.of(it.renewal.value()), AsOf.NOW)).isEmpty();
    }

    @Test
    void a_dead_partnership_still_says_what_its_time_is_worth() {
        negotiating();
        told.tell(it.logged(null, it.animatrice, Phase.NEGOTIATION, LocalDate.of(2026, 6, 3), 90));
        var logged = told.now();
        told.tell(new PartnershipDeclined(it.partnership, it.epn, "pas cette année"));

        assertThat(warnings.of(List.of(it.partnership.value()), told.asOfNow()).get(it.partnership.value()))
                .extracting(Advice::code, Advice::raisedAt)
                .containsExactly(tuple("unrated-minutes", logged));

        told.tell(new HourlyRateSet(it.epn, null, new Role("animatrice"), Money.of("24.00"), LocalDate.of(2026, 1, 1)));

        assertThat(codes()).isEmpty();
        assertThat(codes(new AsOf(logged))).contains("unrated-minutes");
    }

    @Test
    void what_others_decide_counts_however_late_it_arrives() {
        var proposed = told.record(it.proposed());
        told.write(List.of(proposed));
        assertThat(codes()).isEmpty();

        told.tell(it.organisations());
        told.tell(new PartnerCardConfirmed(it.partner, it.epn, LocalDate.of(2024, 1, 1)));

        assertThat(codes()).containsExactly("stale-partner-card");
    }

    @Test
    void an_instant_shows_what_was_known_then() {
        told.tell(it.organisations());
        var before = told.asOfNow();
        told.tell(it.proposed());
        var proposed = told.asOfNow();
        told.tell(new NegotiationEntered(it.partnership, it.epn, List.of()));

        assertThat(pipeline(before).byState()).isEmpty();
        assertThat(pipeline(proposed).byState()).extracting(InState::state).containsExactly(PartnershipState.PROPOSED);
        assertThat(pipeline().byState()).extracting(InState::state).containsExactly(PartnershipState.NEGOTIATING);
    }

    @Test
    void an_unknown_centre_and_one_that_was_not_known_yet_are_404() {
        var before = told.asOfNow();
        told.tell(it.organisations());

        assertThatThrownBy(() -> pipelines.of(UUID.randomUUID(), AsOf.NOW))
                .isInstanceOfSatisfying(
                        UnknownResource.class,
                        unknown -> assertThat(unknown.code()).isEqualTo("unknown-epn"));
        assertThatThrownBy(() -> pipelines.of(it.epn.value(), before)).isInstanceOf(UnknownResource.class);
        assertThatThrownBy(() -> pipelines.of(it.partner.value(), AsOf.NOW)).isInstanceOf(UnknownResource.class);
    }

    @Test
    void over_http_the_pipeline_has_the_promised_fields() {
        told.tell(it.organisations());
        told.tell(it.agreement().subList(0, 10));
        var web = new Web(told, new PipelineController(pipelines));

        var pipeline = web.get("/pipeline?epnId=" + it.epn);

        assertThat(pipeline.fields())
                .containsExactly("epnId", "byState", "waiting", "expiringConventions", "unrecordedSheets", "warnings");
        assertThat(pipeline.json().get("byState").get(0).propertyNames())
                .containsExactly("state", "label", "partnerships");
        assertThat(pipeline.json()
                        .get("byState")
                        .get(0)
                        .get("partnerships")
                        .get(0)
                        .get("warnings")
                        .get(0)
                        .propertyNames())
                .containsExactly("code", "text", "raisedAt");
        assertThat(pipeline.json().get("waiting").get(0).propertyNames())
                .contains(
                        "kind", "waitsFor", "partnershipId", "conventionId", "step", "expectedOn", "since", "overdue");
        assertThat(web.get("/pipeline?epnId=" + Ids.next()).code()).isEqualTo("unknown-epn");
        assertThat(web.get("/pipeline").status()).isEqualTo(400);
        assertThat(web.get("/pipeline?epnId=" + it.epn + "&asOf=2020-01-01T00:00:00Z")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void every_type_of_event_is_folded() {
        told.tell(ToldFacts.everyType());

        assertThat(told.client()
                        .sql("select count(distinct type) from pipeline_v1.pipeline_fact")
                        .query(Long.class)
                        .single())
                .isGreaterThan(70);
    }
}

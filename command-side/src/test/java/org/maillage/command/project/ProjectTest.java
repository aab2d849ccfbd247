package org.maillage.command.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillage.command.World.*;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maillage.command.UnknownReference.UnknownEpn;
import org.maillage.command.project.ProjectCommand.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.project.AcquisitionMode;
import org.maillage.kernel.project.NeedId;
import org.maillage.kernel.project.NeedKind;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectEvent.*;
import org.maillage.kernel.project.StrategicFit;

class ProjectTest {

    private static final NeedId NEED = new NeedId(new UUID(41, 1));
    private static final Money AMOUNT = new Money(new BigDecimal("800.00"));

    private final FixtureConfiguration<Project> fixture = fixture(Project.class);
    private final ProjectDrafted longRunning = project(WORKSHOPS);
    private final ProjectDrafted oneOff =
            new ProjectDrafted(WORKSHOPS, EPN, "Fête du jeu", ProjectDuration.ONE_OFF, List.of(), List.of("jeu"), null);

    private static DraftProject draft(EpnId epn) {
        return new DraftProject(WORKSHOPS, epn, "Ateliers", ProjectDuration.LONG_RUNNING, List.of(), List.of(), null);
    }

    private static NeedDeclared need(NeedKind kind, Warning... warnings) {
        return new NeedDeclared(WORKSHOPS, EPN, NEED, kind, "huit tablettes", AMOUNT, List.of(warnings));
    }

    private static DeclareNeed declare(NeedKind kind) {
        return new DeclareNeed(WORKSHOPS, NEED, kind, "huit tablettes", AMOUNT);
    }

    @Test
    void a_project_is_dreamt_without_a_budget() {
        fixture.givenNoPriorActivity().when(draft(EPN)).expectEvents(project(WORKSHOPS));
    }

    @Test
    void a_project_belongs_to_a_centre_that_exists() {
        fixture.givenNoPriorActivity().when(draft(new EpnId(new UUID(9, 9)))).expectException(UnknownEpn.class);
    }

    @Test
    void a_need_is_declared() {
        fixture.given(longRunning)
                .when(declare(NeedKind.FUNDING))
                .expectEvents(need(NeedKind.FUNDING))
                .expectResultMessagePayload(new DeclaredNeed(NEED, List.of()));
    }

    @Test
    void money_for_a_one_off_workshop_is_advised_against() {
        fixture.given(oneOff)
                .when(declare(NeedKind.FUNDING))
                .expectEvents(need(NeedKind.FUNDING, Warning.MONEY_FOR_ONE_OFF))
                .expectResultMessagePayload(new DeclaredNeed(NEED, List.of(Warning.MONEY_FOR_ONE_OFF)));
        fixture.given(oneOff).when(declare(NeedKind.SPEAKERS)).expectEvents(need(NeedKind.SPEAKERS));
    }

    @Test
    void a_need_is_withdrawn_once() {
        var withdrawn = new NeedWithdrawn(WORKSHOPS, EPN, NEED, "prêtées par la médiathèque");
        var withdraw = new WithdrawNeed(WORKSHOPS, NEED, "prêtées par la médiathèque");
        fixture.given(longRunning, need(NeedKind.EQUIPMENT)).when(withdraw).expectEvents(withdrawn);
        fixture.given(longRunning, need(NeedKind.EQUIPMENT), withdrawn)
                .when(withdraw)
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        fixture.given(longRunning).when(withdraw).expectException(UnknownNeed.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = NeedKind.class,
            names = {"EQUIPMENT", "PREMISES"})
    void equipment_and_premises_are_bought_rented_or_borrowed(NeedKind kind) {
        var borrowed = new AcquisitionModeChosen(WORKSHOPS, EPN, NEED, AcquisitionMode.BORROW, List.of());
        fixture.given(oneOff, need(kind))
                .when(new ChooseAcquisitionMode(WORKSHOPS, NEED, AcquisitionMode.BORROW))
                .expectEvents(borrowed)
                .expectResultMessagePayload(new Advised(List.of()));
        fixture.given(oneOff, need(kind), borrowed)
                .when(new ChooseAcquisitionMode(WORKSHOPS, NEED, AcquisitionMode.BORROW))
                .expectNoEvents();
        fixture.given(oneOff, need(kind), borrowed)
                .when(new ChooseAcquisitionMode(WORKSHOPS, NEED, AcquisitionMode.RENT))
                .expectEvents(new AcquisitionModeChosen(WORKSHOPS, EPN, NEED, AcquisitionMode.RENT, List.of()));
    }

    @ParameterizedTest
    @EnumSource(
            value = NeedKind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"EQUIPMENT", "PREMISES"})
    void nothing_else_is(NeedKind kind) {
        fixture.given(longRunning, need(kind))
                .when(new ChooseAcquisitionMode(WORKSHOPS, NEED, AcquisitionMode.RENT))
                .expectException(NeedHasNoAcquisitionMode.class);
    }

    @Test
    void what_is_needed_no_longer_is_not_acquired_and_what_never_was_is_unknown() {
        var rent = new ChooseAcquisitionMode(WORKSHOPS, NEED, AcquisitionMode.RENT);
        fixture.given(longRunning, need(NeedKind.EQUIPMENT), new NeedWithdrawn(WORKSHOPS, EPN, NEED, "inutile"))
                .when(rent)
                .expectException(NeedIsWithdrawn.class);
        fixture.given(longRunning).when(rent).expectException(UnknownNeed.class);
    }

    @Test
    void buying_for_a_one_off_action_is_advised_against_each_time() {
        var buy = new ChooseAcquisitionMode(WORKSHOPS, NEED, AcquisitionMode.BUY);
        var bought = new AcquisitionModeChosen(
                WORKSHOPS, EPN, NEED, AcquisitionMode.BUY, List.of(Warning.BUYING_FOR_ONE_OFF));
        fixture.given(oneOff, need(NeedKind.EQUIPMENT))
                .when(buy)
                .expectEvents(bought)
                .expectResultMessagePayload(new Advised(List.of(Warning.BUYING_FOR_ONE_OFF)));
        fixture.given(oneOff, need(NeedKind.EQUIPMENT), bought)
                .when(buy)
                .expectNoEvents()
                .expectResultMessagePayload(new Advised(List.of(Warning.BUYING_FOR_ONE_OFF)));
        fixture.given(longRunning, need(NeedKind.EQUIPMENT))
                .when(buy)
                .expectEvents(new AcquisitionModeChosen(WORKSHOPS, EPN, NEED, AcquisitionMode.BUY, List.of()));
    }

    @Test
    void domains_missions_and_contexts_are_named_anew_or_in_silence() {
        fixture.given(oneOff)
                .when(new TagProjectDomains(WORKSHOPS, List.of("jeu")))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        fixture.given(oneOff)
                .when(new TagProjectDomains(WORKSHOPS, List.of("jeu", "cuisine")))
                .expectEvents(new ProjectDomainsTagged(WORKSHOPS, EPN, List.of("jeu", "cuisine")));
        var named = new ProjectMissionsNamed(WORKSHOPS, EPN, List.of("insertion"));
        fixture.given(oneOff)
                .when(new NameProjectMissions(WORKSHOPS, List.of("insertion")))
                .expectEvents(named);
        fixture.given(oneOff, named)
                .when(new NameProjectMissions(WORKSHOPS, List.of("insertion")))
                .expectNoEvents();
        var agreed = new ImageContextsAgreed(WORKSHOPS, EPN, List.of("site de la ville"));
        fixture.given(oneOff)
                .when(new AgreeImageContexts(WORKSHOPS, List.of("site de la ville")))
                .expectEvents(agreed);
        fixture.given(oneOff, agreed)
                .when(new AgreeImageContexts(WORKSHOPS, List.of("site de la ville")))
                .expectNoEvents();
    }

    @Test
    void the_fit_is_assessed_and_assessed_again_when_it_changes() {
        var assess = new AssessStrategicFit(WORKSHOPS, StrategicFit.INDISPENSABLE, true, false);
        var assessed = new StrategicFitAssessed(WORKSHOPS, EPN, StrategicFit.INDISPENSABLE, true, false);
        fixture.given(oneOff).when(assess).expectEvents(assessed);
        fixture.given(oneOff, assessed).when(assess).expectNoEvents();
        fixture.given(oneOff, assessed)
                .when(new AssessStrategicFit(WORKSHOPS, StrategicFit.INDISPENSABLE, true, true))
                .expectEvents(new StrategicFitAssessed(WORKSHOPS, EPN, StrategicFit.INDISPENSABLE, true, true));
    }

    @Test
    void refusals_have_stable_codes() {
        assertThat(new UnknownNeed().code()).isEqualTo("unknown-need");
        assertThat(new UnknownNeed().status()).isEqualTo(404);
        assertThat(new NeedIsWithdrawn().code()).isEqualTo("need-is-withdrawn");
        assertThat(new NeedHasNoAcquisitionMode().code()).isEqualTo("need-has-no-acquisition-mode");
    }
}

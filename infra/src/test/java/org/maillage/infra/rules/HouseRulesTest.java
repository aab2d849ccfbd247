package org.maillage.infra.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HouseRulesTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // The real servers that tests share with the local platform.
            .withImportOption(
                    location -> !location.contains("org/maillage/kernel/servers") && !location.contains("-tests.jar"))
            .importPackages("org.maillage");
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("org.maillage.planted");

    @Test
    void the_whole_house_is_looked_at() {
        assertThat(HOUSE.stream().map(type -> type.getName()))
                .contains(
                        "org.maillage.kernel.wire.Json",
                        "org.maillage.edge.EdgeConfiguration",
                        "org.maillage.command.CommandSide",
                        "org.maillage.query.QuerySide",
                        "org.maillage.infra.LocalPlatform")
                .noneMatch(name -> name.startsWith("org.maillage.planted"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_house_keeps(Function<HouseRules, ArchRule> rule, String planted) {
        rule.apply(new HouseRules("org.maillage")).check(HOUSE);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_planted_violation_is_found_by(Function<HouseRules, ArchRule> rule, String planted) {
        var onPlanted = rule.apply(new HouseRules("org.maillage.planted"));

        assertThatThrownBy(() -> onPlanted.check(PLANTED))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(planted);
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                rule(
                        "command-side ↛ query-side",
                        HouseRules::the_command_side_does_not_know_the_query_side,
                        "PeeksAtQueries"),
                rule(
                        "query-side ↛ command-side",
                        HouseRules::the_query_side_does_not_know_the_command_side,
                        "AsksAnAggregate"),
                rule("edge → kernel alone", HouseRules::the_edge_knows_the_kernel_alone, "KnowsASide"),
                rule("tokens at the edge", HouseRules::tokens_stay_at_the_edge, "AsksForTokens"),
                rule("nobody → infra", HouseRules::nobody_knows_infra, "KnowsThePlatform"),
                rule("kernel ↛ framework", HouseRules::the_kernel_knows_no_framework, "SpringInTheKernel"),
                rule(
                        "wire → Jackson alone",
                        HouseRules::the_wire_knows_jackson_and_no_other_framework,
                        "SpringOnTheWire"),
                rule("verifier ↛ house", HouseRules::the_verifier_shares_no_code_with_what_it_proves, "AsksTheWriter"),
                rule("checker ↛ house", HouseRules::the_checker_shares_no_code_with_what_it_judges, "AsksTheFold"),
                rule("command feature ↛ sibling", HouseRules::a_feature_does_not_know_its_siblings, "PeeksAtASibling"),
                rule("query feature ↛ sibling", HouseRules::a_feature_does_not_know_its_siblings, "CountsForOthers"),
                rule("ledger ↛ feature", HouseRules::shared_rooms_know_no_feature, "KnowsAFeature"),
                rule("documents ↛ feature", HouseRules::shared_rooms_know_no_feature, "KeepsFilesForOne"),
                rule("rows are listed", HouseRules::rows_are_listed_not_streamed, "LeavesRowsOpen"),
                rule("Kafka at the doors", HouseRules::kafka_stays_at_the_doors, "TalksToKafka"),
                rule("aggregate ↛ JDBC", HouseRules::who_decides_reaches_no_database, "Impure"),
                rule("event ↛ JDBC", HouseRules::who_decides_reaches_no_database, "StoredByItself"),
                rule("aggregate ↛ clock", HouseRules::who_decides_asks_no_clock_and_makes_no_ids, "Impure"),
                rule("aggregate ↛ new ids", HouseRules::who_decides_asks_no_clock_and_makes_no_ids, "randomUUID"),
                rule("event ↛ clock", HouseRules::who_decides_asks_no_clock_and_makes_no_ids, "StoredByItself"),
                rule("aggregate: no default", HouseRules::who_folds_events_names_every_one, "Impure.on has a default"),
                rule(
                        "aggregate: a switch",
                        HouseRules::who_folds_events_names_every_one,
                        "Switchless has no exhaustive"),
                rule(
                        "projection: no default",
                        HouseRules::who_folds_events_names_every_one,
                        "LazyProjection.fold has a default"));
    }

    private static Arguments rule(String name, Function<HouseRules, ArchRule> rule, String planted) {
        return Arguments.of(Named.of(name, rule), planted);
    }
}

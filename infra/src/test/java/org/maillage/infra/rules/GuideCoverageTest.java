package org.maillage.infra.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.wire.EventCatalogue;
import org.maillage.kernel.wire.EventType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code docs/guide-coverage.md} speaks of what exists, and leaves no fact, no warning and no command of people out. */
class GuideCoverageTest {

    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    /** One piece of advice: the names in its cells, from the second on. */
    private record Row(String advice, List<Set<String>> names) {}

    @Test
    void each_chapter_of_the_guide_is_there() throws IOException {
        assertThat(document().lines().filter(line -> line.startsWith("## ")))
                .containsExactly(
                        "## 1. Pourquoi ?",
                        "## 2. Que financer ?",
                        "## 3. Quels partenaires ?",
                        "## 4. Formaliser",
                        "## 5. Entretenir",
                        "## 6. Limites");
        assertThat(rows(document())).hasSizeGreaterThan(60);
    }

    @Test
    void each_piece_of_advice_has_commands_facts_addresses_and_tests() throws IOException {
        assertThat(rows(document())).allSatisfy(row -> {
            assertThat(row.advice()).startsWith("« ").contains(" »");
            assertThat(row.names()).as(row.advice()).hasSize(4).noneMatch(Set::isEmpty);
        });
    }

    @Test
    void everything_that_it_names_exists() throws IOException {
        assertThat(unknown(document())).isEmpty();
    }

    @Test
    void no_fact_no_warning_and_no_command_is_left_out() throws IOException {
        var served = new TreeSet<String>();
        rows(document()).forEach(row -> row.names().forEach(served::addAll));

        assertThat(served).containsAll(events()).containsAll(warnings()).containsAll(commands());
    }

    @Test
    void what_does_not_exist_is_noticed() {
        assertThat(unknown("""
            | « Dansez » | `Dance` | `Danced` `NO_MUSIC` | `GET /dances` `POST /epns` | `EpnTest.everybody_dances` `DanceTest.a_dance` |
            """))
                .containsExactlyInAnyOrder(
                        "DanceTest.a_dance",
                        "Danced",
                        "Dance",
                        "EpnTest.everybody_dances",
                        "GET /dances",
                        "NO_MUSIC",
                        "POST /epns");
    }

    private static Set<String> unknown(String document) {
        List<Predicate<String>> known = List.of(
                commands()::contains, oneOf(events(), warnings()), queries()::contains, GuideCoverageTest::isTest);
        var unknown = new TreeSet<String>();
        for (var row : rows(document)) {
            for (int i = 0; i < known.size(); i++) {
                row.names().get(i).stream().filter(known.get(i).negate()).forEach(unknown::add);
            }
        }
        return unknown;
    }

    private static Predicate<String> oneOf(Set<String> some, Set<String> others) {
        return name -> some.contains(name) || others.contains(name);
    }

    private static List<Row> rows(String document) {
        return document.lines()
                .filter(line -> line.startsWith("| «"))
                .map(line -> line.split("\\|"))
                .map(cells -> new Row(
                        cells[1].strip(),
                        Arrays.stream(cells)
                                .skip(2)
                                .map(GuideCoverageTest::names)
                                .toList()))
                .toList();
    }

    private static Set<String> names(String cell) {
        return NAME.matcher(cell).results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What people can ask for: commands that only follow from others are no advice. */
    private static Set<String> commands() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.maillage.command")
                        .stream()
                        .filter(type -> type.isRecord() && type.isAssignableTo("org.maillage.command.Command"))
                        .filter(type -> type.getConstructorCallsToSelf().stream()
                                .anyMatch(call ->
                                        call.getOriginOwner().getSimpleName().endsWith("Controller")))
                        .map(type -> type.getSimpleName())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> events() {
        return EventCatalogue.all().stream().map(EventType::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> warnings() {
        return Arrays.stream(Warning.values()).map(Warning::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> queries() {
        var queries = new TreeSet<String>();
        for (var path : described().path("paths").properties()) {
            if (path.getValue().has("get")) {
                queries.add("GET " + path.getKey().replace("/api/v1", ""));
            }
        }
        return queries;
    }

    private static JsonNode described() {
        try (var document = GuideCoverageTest.class.getResourceAsStream("/openapi.json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code SessionTest.a_test}: some class of that name has a method of that name. */
    private static boolean isTest(String name) {
        var parts = name.split("\\.");
        return TESTS.getOrDefault(parts[0], "").contains("void " + parts[1] + "(");
    }

    private static final Map<String, String> TESTS = tests();

    private static Map<String, String> tests() {
        try {
            return Sources.tests().stream()
                    .filter(file -> file.toString().endsWith("Test.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            GuideCoverageTest::read,
                            String::concat));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String document() throws IOException {
        return Files.readString(Sources.root().resolve("infra/docs/guide-coverage.md"));
    }
}

package org.maillage.query.persondata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maillage.kernel.Ids;
import org.maillage.kernel.Scalar;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.wire.EventCatalogue;
import org.maillage.kernel.wire.EventCodec;
import org.maillage.kernel.wire.EventType;
import org.maillage.kernel.wire.Json;
import org.maillage.query.intake.ToldFacts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The types of the records say where a person may stand; the golden files give events to look into. */
class MentionTest {

    private static final JsonMapper JSON = Json.mapper().build();
    private static final Path GOLDEN = Path.of("../shared-kernel/src/test/resources/events");

    static Stream<EventType> types() {
        return EventCatalogue.all().stream();
    }

    static Stream<Path> goldenFiles() throws IOException {
        try (var files = Files.list(GOLDEN)) {
            return files.sorted().toList().stream();
        }
    }

    /** Paths of all components whose type is, or contains, that one: told by the types alone. */
    private static Set<String> paths(Type type, Class<?> wanted, String path) {
        var paths = new TreeSet<String>();
        switch (type) {
            case ParameterizedType parameterized -> {
                for (var argument : parameterized.getActualTypeArguments()) {
                    paths.addAll(paths(argument, wanted, path));
                }
            }
            case Class<?> one when one == wanted -> paths.add(path);
            case Class<?> one
            when one.isRecord() && !Scalar.class.isAssignableFrom(one) -> {
                for (var component : one.getRecordComponents()) {
                    var below = path.isEmpty() ? component.getName() : path + "." + component.getName();
                    paths.addAll(paths(component.getGenericType(), wanted, below));
                }
            }
            default -> {}
        }
        return paths;
    }

    /** Puts a new id at a path, in each item of a list on the way; what was absent comes to be. */
    private static void plant(JsonNode node, List<String> path, UUID id) {
        if (node instanceof ArrayNode list) {
            list.forEach(item -> plant(item, path, id));
            return;
        }
        var object = (ObjectNode) node;
        var name = path.getFirst();
        if (path.size() > 1) {
            plant(object.get(name), path.subList(1, path.size()), id);
        } else if (object.get(name) instanceof ArrayNode list) {
            list.removeAll();
            list.add(id.toString());
        } else {
            object.put(name, id.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void no_person_in_any_event_is_missed(EventType type) {
        var golden = (ObjectNode) JSON.readTree(EventCodec.write(ToldFacts.golden(type)));
        var expected = new LinkedHashSet<Mention>();
        for (var path : paths(type.record(), PersonId.class, "")) {
            var id = Ids.next();
            plant(golden, List.of(path.split("\\.")), id);
            expected.add(new Mention(id, path));
        }

        var event = EventCodec.read(type.name(), type.revision(), JSON.writeValueAsBytes(golden));

        assertThat(Mention.of(event, null)).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Not by types: an id that a person has anywhere in the golden files is a person wherever else it stands. */
    @ParameterizedTest
    @MethodSource("goldenFiles")
    void an_id_that_is_a_person_somewhere_is_a_person_in_every_golden_file(Path file) throws IOException {
        var name = file.getFileName().toString();
        var type = EventCatalogue.named(name.substring(0, name.indexOf('.')));
        var revision = Integer.parseInt(name.substring(name.indexOf(".v") + 2, name.lastIndexOf('.')));
        var json = Files.readString(file);
        var event = EventCodec.read(type.name(), revision, json.getBytes(StandardCharsets.UTF_8));
        var found = Mention.of(event, null).stream().map(Mention::person).toList();

        for (var person : personsOfAllGoldenFiles()) {
            if (json.contains(person.toString())) {
                assertThat(found).contains(person);
            }
        }
    }

    private static Set<UUID> personsOfAllGoldenFiles() {
        var persons = new LinkedHashSet<UUID>();
        ToldFacts.everyType()
                .forEach(event -> Mention.of(event, null).forEach(mention -> persons.add(mention.person())));
        assertThat(persons).isNotEmpty();
        return persons;
    }

    @Test
    void every_role_has_a_name_in_french() {
        var roles = new TreeSet<String>();
        EventCatalogue.all().forEach(type -> roles.addAll(paths(type.record(), PersonId.class, "")));

        assertThat(roles)
                .contains("pilotId", "entries.personId", "circuit.deciderId")
                .allMatch(Matter::names);
    }

    @Test
    void whoever_recorded_an_event_appears_in_it() {
        var event = ToldFacts.golden(EventCatalogue.named("SheetClosed"));
        var agent = Ids.next();

        assertThat(Mention.of(event, agent.toString())).containsExactly(new Mention(agent, Mention.ACTOR));
        assertThat(Mention.of(event, "service:finances")).isEmpty();
        assertThat(Mention.of(event, "123456789012345678901234567890123456")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void every_free_text_is_searched_and_nothing_that_is_encrypted(EventType type) {
        var texts = FreeTexts.of(ToldFacts.golden(type)).stream()
                .map(FreeTexts.Text::field)
                .toList();

        assertThat(paths(type.record(), String.class, "")).containsAll(texts);
        assertThat(FreeTexts.types().contains(type.name()))
                .isEqualTo(!paths(type.record(), String.class, "").isEmpty());
        assertThat(paths(type.record(), Ciphertext.class, "")).noneMatch(texts::contains);
    }

    @Test
    void a_name_is_found_however_it_is_written() {
        var called = new Called(
                List.of(new Identity("Zoé Brûlé-Quévremont", "zoe.bq@example.org", "06 12 34 56 78", false, null)));

        for (var text : new ArrayList<>(List.of(
                "Vu avec Zoé Brûlé-Quévremont hier.",
                "ZOE BRULE QUEVREMONT, présidente",
                "Quévremont, Zoé Brûlé",
                "Brûlé-Quévremont Zoé",
                "zoe\nbrule quevremont"))) {
            assertThat(called.in(text)).as(text).contains(Called.By.FULL_NAME);
        }
        assertThat(called.in("écrire à ZOE.BQ@example.org")).contains(Called.By.EMAIL);
        assertThat(called.in("au +33 6.12.34.56.78")).contains(Called.By.PHONE);
        assertThat(called.in("M. Quévremont a dit oui")).contains(Called.By.NAME_ALONE);
        assertThat(called.in("Zoé a dit oui, les Quévremontois aussi")).isEmpty();
        assertThat(new Called(List.of(new Identity("MOREAU Jeanne", null, null, false, null))).in("Mme Moreau"))
                .contains(Called.By.NAME_ALONE);
    }
}

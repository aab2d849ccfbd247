package org.maillage.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The golden files are the published contract: one per event and revision, never edited. */
class EventContractTest {

    private static final Path GOLDEN = Path.of("src/test/resources/events");
    private static final JsonMapper PLAIN = Json.mapper().build();

    static Stream<EventType> types() {
        return EventCatalogue.all().stream();
    }

    static Stream<Path> goldenFiles() throws IOException {
        try (var files = Files.list(GOLDEN)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void every_revision_of_every_event_has_a_golden_file(EventType type) {
        for (int revision = 1; revision <= type.revision(); revision++) {
            assertThat(GOLDEN.resolve(type.name() + ".v" + revision + ".json")).exists();
        }
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void every_golden_file_is_read_and_written_again_as_its_newest_revision(Path file) throws IOException {
        var name = file.getFileName().toString();
        var type = name.substring(0, name.indexOf('.'));
        var revision = Integer.parseInt(name.substring(name.indexOf(".v") + 2, name.lastIndexOf('.')));
        var bytes = Files.readAllBytes(file);

        var event = EventCodec.read(type, revision, bytes);
        var written = EventCodec.write(event);

        assertThat(EventCodec.read(type, EventCatalogue.named(type).revision(), written))
                .isEqualTo(event);
        if (revision == EventCatalogue.named(type).revision()) {
            var golden = PLAIN.writeValueAsString(PLAIN.readTree(bytes));
            assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo(golden);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_cloudevents_type_names_aggregate_event_and_revision(EventType type) {
        assertThat(type.cloudEventsType()).matches("org\\.maillage\\.[a-z]+\\.[A-Z][A-Za-z]+\\.v[1-9]\\d*");
    }

    @Test
    void the_aggregate_is_part_of_the_type() {
        assertThat(EventCatalogue.named("ConventionSigned").cloudEventsType())
                .isEqualTo("org.maillage.convention.ConventionSigned.v1");
        assertThat(EventCatalogue.named("TimeLogged").aggregate()).isEqualTo("timesheet");
    }

    @Test
    void a_type_that_nobody_knows_stops_the_reader() {
        assertThatThrownBy(() -> EventCodec.read("ConventionForgotten", 1, "{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnknownEventType.class);
    }

    @Test
    void a_revision_from_the_future_stops_the_reader() {
        assertThatThrownBy(() -> EventCodec.read("SheetClosed", 2, "{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnknownEventType.class);
    }

    @Test
    void bytes_that_are_no_event_are_named_without_showing_their_content() {
        var secret = "{\"id\":\"Jeanne Moreau\"}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> EventCodec.read("SheetClosed", 1, secret))
                .isInstanceOf(UnreadableEvent.class)
                .message()
                .contains("SheetClosed")
                .doesNotContain("Jeanne");
    }

    @Test
    void an_old_revision_is_brought_up_step_by_step() {
        Map<String, UnaryOperator<ObjectNode>> steps = Map.of(
                "Sample.v1", tree -> tree.put("second", true),
                "Sample.v2", tree -> tree.put("third", true));

        var tree = Upcasters.upcast(steps, "Sample", 1, 3, PLAIN.createObjectNode());

        assertThat(tree.toString()).isEqualTo("{\"second\":true,\"third\":true}");
        assertThatThrownBy(() -> Upcasters.upcast(steps, "Sample", 1, 4, PLAIN.createObjectNode()))
                .isInstanceOf(UnknownEventType.class);
    }
}

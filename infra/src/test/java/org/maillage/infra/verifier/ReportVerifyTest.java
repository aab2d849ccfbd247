package org.maillage.infra.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ReportVerifyTest {

    private static final int SIZE = 40;
    private static final String REPORT = "{\"name\":\"« été » \\\"}\",\"amount\":1200.50,\"list\":[{\"a\":1},[]]}";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Forge forge = new Forge();
    private final List<LedgerEvent> events = forge.events(SIZE);
    private final List<Checkpoint> checkpoints = forge.checkpoints(events, 10, 33, SIZE);

    @TempDir
    private Path directory;

    private Path key;

    @BeforeEach
    void writeKey() throws Exception {
        key = Files.writeString(directory.resolve("key.pem"), forge.pem());
    }

    private Instant recordedAt(int position) {
        return events.get(position - 1).recordedAt();
    }

    private ObjectNode certificate(int position, Instant asOf, Checkpoint signed, String report) {
        var certificate = JSON.createObjectNode()
                .put("request", "/api/v1/epns/1/portfolio?sort=net&certified=true&asOf=" + asOf)
                .put("asOf", asOf.toString())
                .put("position", position)
                .put("recordedAt", position == 0 ? null : recordedAt(position).toString())
                .put("mediaType", report.startsWith("\"") ? "image/png" : "application/json")
                .put("reportBytes", report.getBytes(UTF_8).length)
                .put("reportSha256", HexFormat.of().formatHex(Forge.sha256(report.getBytes(UTF_8))));
        certificate.setAll((ObjectNode) JSON.readTree(Forge.json(signed)));
        certificate.set("last", edge(position, signed));
        certificate.set("next", edge(position + 1, signed));
        return certificate;
    }

    private @Nullable JsonNode edge(int position, Checkpoint signed) {
        if (position == 0 || position > signed.size()) {
            return JSON.nullNode();
        }
        var event = events.get(position - 1);
        var edge = JSON.createObjectNode()
                .put("position", position)
                .put("recordedAt", event.recordedAt().toString())
                .put("content", Forge.base64(Forge.content(event)))
                .put("leaf", Forge.base64(Forge.leaf(event)));
        var leaves =
                events.subList(0, (int) signed.size()).stream().map(Forge::leaf).toList();
        var proof = edge.putArray("proof");
        Forge.path(position - 1, leaves).forEach(hash -> proof.add(Forge.base64(hash)));
        return edge;
    }

    /** Of position 20, in the checkpoint of size 33. */
    private ObjectNode certificate() {
        return certificate(20, recordedAt(20).plusMillis(1), checkpoints.get(1), REPORT);
    }

    private static String file(String report, JsonNode certificate) {
        return "{\"report\":" + report + ",\"certificate\":" + certificate + "}";
    }

    private Run verify(String text, String... more) throws Exception {
        var file = Files.writeString(directory.resolve("report.json"), text);
        var arguments = new ArrayList<>(List.of("--report", file.toString(), "--key", key.toString()));
        arguments.addAll(List.of(more));
        return Run.of(Map.of(), arguments.toArray(String[]::new));
    }

    private void found(String text, int exitCode, String words) throws Exception {
        var run = verify(text);
        assertThat(run.out())
                .as(run.err())
                .startsWith("maillage verify: WRONG: ")
                .contains(words);
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void a_certified_report_is_proven() throws Exception {
        var asOf = recordedAt(20).plusMillis(1);

        var run = verify(file(REPORT, certificate()));

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .isEqualTo(
                        "maillage verify: proven: the report is the certified one, made of positions 1 to 20, which is"
                                + " all that was recorded by " + asOf
                                + ", in the checkpoint of size 33; that its figures follow"
                                + " from these events is told by asking them again:"
                                + " /api/v1/epns/1/portfolio?sort=net&certified=true&asOf=" + asOf + "\n");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void its_instant_may_be_that_of_its_last_event_or_just_before_the_next() throws Exception {
        for (var asOf : List.of(recordedAt(20), recordedAt(21).minusNanos(1_000))) {
            assertThat(verify(file(REPORT, certificate(20, asOf, checkpoints.get(1), REPORT)))
                            .exitCode())
                    .isZero();
        }
        found(
                file(REPORT, certificate(20, recordedAt(20).minusNanos(1_000), checkpoints.get(1), REPORT)),
                13,
                "position 20 was recorded at " + recordedAt(20) + ", after ");
        found(
                file(REPORT, certificate(20, recordedAt(21), checkpoints.get(1), REPORT)),
                13,
                "so that the report lacks what was known at");
    }

    @Test
    void the_beginning_the_end_and_what_is_no_json_are_proven_too() throws Exception {
        var before = certificate(0, recordedAt(1).minusSeconds(1), checkpoints.getFirst(), "[]");
        assertThat(verify(file("[]", before)).out()).contains("made of nothing, which is all that was recorded by");
        var end = certificate(SIZE, recordedAt(SIZE).plusSeconds(60), checkpoints.getLast(), REPORT);
        assertThat(verify(file(REPORT, end)).out())
                .contains("made of positions 1 to 40; that nothing more was recorded by")
                .contains(" is not proven");
        var image = "\"iVBORw==\"";
        assertThat(verify(file(image, certificate(20, recordedAt(20), checkpoints.getLast(), image)))
                        .exitCode())
                .isZero();
        var reordered = "{\"certificate\" :" + certificate() + ", \"report\" :\n " + REPORT + "\n}\n";
        assertThat(verify(reordered).exitCode()).isZero();
    }

    @Test
    void any_other_report_is_found() throws Exception {
        for (var other : List.of(
                REPORT.replace("1200.50", "1200.5"),
                REPORT.replace("1200.50", "9200.50"),
                REPORT.replace(",", ", "),
                REPORT.replace("[]", "[1]"),
                "{}",
                "\"\"")) {
            found(file(other, certificate()), 13, "but another one was certified");
        }
    }

    /** Each value of it, one after the other, is changed; the path of the question is all that cannot be told. */
    @Test
    void any_changed_value_of_a_certificate_is_found() throws Exception {
        var pristine = certificate();
        var pointers = new ArrayList<String>();
        collect(pristine, "", pointers);
        assertThat(pointers).contains("/asOf", "/size", "/signature", "/last/leaf", "/next/proof/0");
        for (var pointer : pointers) {
            for (Consumer<JsonNode> change : List.<Consumer<JsonNode>>of(
                    root -> alter(root, pointer), root -> replace(root, pointer, JSON.nullNode()))) {
                var forged = pristine.deepCopy();
                change.accept(forged);
                assertThat(forged).isNotEqualTo(pristine);
                assertThat(verify(file(REPORT, forged)).exitCode())
                        .as("%s is %s", pointer, forged.at(pointer))
                        .isIn(11, 13);
            }
        }
        var another = pristine.deepCopy()
                .put("request", pristine.get("request").asString().replace("portfolio", "other"));
        assertThat(verify(file(REPORT, another)).out()).contains("asking them again: /api/v1/epns/1/other?");
    }

    private static void collect(JsonNode node, String at, List<String> pointers) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> collect(field.getValue(), at + "/" + field.getKey(), pointers));
        } else if (node instanceof ArrayNode array) {
            for (int index = 0; index < array.size(); index++) {
                collect(array.get(index), at + "/" + index, pointers);
            }
        } else {
            pointers.add(at);
        }
    }

    private static void alter(JsonNode root, String pointer) {
        var value = root.at(pointer);
        if (value.isNumber()) {
            replace(root, pointer, JSON.getNodeFactory().numberNode(value.asLong() + 1));
        } else {
            var text = value.asString();
            int middle = text.length() - 4;
            var other = text.charAt(middle) == '1' ? '2' : '1';
            replace(
                    root,
                    pointer,
                    JSON.getNodeFactory().stringNode(text.substring(0, middle) + other + text.substring(middle + 1)));
        }
    }

    private static void replace(JsonNode root, String pointer, JsonNode value) {
        int slash = pointer.lastIndexOf('/');
        var parent = root.at(pointer.substring(0, slash));
        var name = pointer.substring(slash + 1);
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(name), value);
        } else {
            ((ObjectNode) parent).set(name, value);
        }
    }

    @Test
    void a_prefix_that_ends_elsewhere_is_found() throws Exception {
        var asOf = recordedAt(20).plusMillis(1);
        found(
                file(REPORT, certificate(19, asOf, checkpoints.get(1), REPORT)),
                13,
                "position 20 was recorded at " + recordedAt(20) + " already");
        found(file(REPORT, certificate(21, asOf, checkpoints.get(1), REPORT)), 13, "after " + asOf);
        found(file(REPORT, certificate().putNull("next")), 13, "after position 20 is not shown");
        found(file(REPORT, certificate().putNull("last")), 13, "at position 20 is not shown");
        var skipping = certificate();
        skipping.set("next", edge(22, checkpoints.get(1)));
        found(file(REPORT, skipping), 13, "position 22 does not come next after position 20");
    }

    @Test
    void a_checkpoint_that_nobody_signed_or_that_others_do_not_have_is_found() throws Exception {
        var stranger = new Forge().checkpoints(events, 33).getFirst();
        found(file(REPORT, certificate(20, recordedAt(20), stranger, REPORT)), 11, "which is not trusted");

        var few = Files.writeString(directory.resolve("few.json"), Forge.json(checkpoints.getFirst()))
                .toString();
        assertThat(verify(file(REPORT, certificate()), "--checkpoints", few).out())
                .contains("the checkpoint of size 33, which the report leans on, is not among those given");
    }

    @Test
    void what_is_no_certified_report_cannot_be_verified() throws Exception {
        for (var text : List.of(
                "",
                "[]",
                "{}",
                REPORT,
                file(REPORT, certificate()).substring(0, 300),
                file(REPORT, certificate()) + "1",
                file("12", certificate()),
                file("null", certificate()),
                "{\"report\":{},\"report\":" + REPORT + ",\"certificate\":" + certificate() + "}",
                "{\"more\":1,\"report\":" + REPORT + ",\"certificate\":" + certificate() + "}",
                "{\"report\":" + REPORT + ",\"certificate\":[]}")) {
            var run = verify(text);
            assertThat(run.exitCode()).as(text).isEqualTo(12);
            assertThat(run.err()).contains("cannot read ");
        }
        assertThat(Run.of(Map.of(), "--report", "none.json", "--export", "none.json", "--key", key.toString())
                        .exitCode())
                .isEqualTo(2);
    }
}

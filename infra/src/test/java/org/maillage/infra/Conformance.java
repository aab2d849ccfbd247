package org.maillage.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpRequest;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.maillage.infra.demonstration.ApiClient.Answer;
import org.maillage.kernel.wire.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds real answers against the document that describes them; a field that the document does not know is a mistake too. */
final class Conformance {

    private static final JsonMapper MAPPER = Json.mapper().build();

    private final ObjectNode document;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /** @param openApi as the running system serves it */
    Conformance(String openApi) {
        document = (ObjectNode) MAPPER.readTree(openApi);
        close(document);
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").asString("").equals("object")
                && object.path("properties").isObject()) {
            object.put("additionalProperties", false);
        }
        node.forEach(Conformance::close);
    }

    /** Which operations were answered, and with what: {@code post /api/v1/partnerships 201}. */
    Set<String> seen() {
        return new HashSet<>(seen);
    }

    void check(HttpRequest request, Answer answer) {
        var method = request.method().toLowerCase(Locale.ROOT);
        var path = template(request.uri().getPath());
        var operation = method + " " + path + " " + answer.status();
        var response =
                document.path("paths").path(path).path(method).path("responses").path("" + answer.status());
        assertThat(response.isMissingNode()).as("%s is described", operation).isFalse();
        if (response.has("$ref")) {
            response = document.at(response.get("$ref").asString().substring(1));
        }
        var type = answer.headers().getOrDefault("Content-Type", "").replaceAll(";.*", "");
        var schema = response.path("content").path(type).path("schema");
        assertThat(schema.isMissingNode()).as("%s answers %s", operation, type).isFalse();
        assertThat(schemas.computeIfAbsent(schema.toString(), this::schema)
                        .validate(answer.body().toString(), InputFormat.JSON))
                .as("%s: %s", operation, answer.body())
                .isEmpty();
        seen.add(operation);
    }

    private Schema schema(String schema) {
        var root = MAPPER.createObjectNode();
        root.set("components", document.get("components"));
        root.putArray("allOf").add(MAPPER.readTree(schema));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root.toString(), InputFormat.JSON);
    }

    private String template(String path) {
        if (document.path("paths").has(path)) {
            return path;
        }
        return path.replaceFirst("/[0-9a-f]{8}-[0-9a-f-]{27}(?=/|$)", "/{id}")
                .replaceFirst("(?<=^/operations/read-models/)[^/]+", "{name}");
    }
}

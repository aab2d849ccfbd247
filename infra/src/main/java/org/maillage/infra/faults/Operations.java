package org.maillage.infra.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator does on a bad day, by the same addresses. */
final class Operations implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String REASON = "fault harness";

    private final Stage stage;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    Operations(Stage stage) {
        this.stage = stage;
    }

    /** What waits, as the database says it: the operator's list is short of nothing, and asked for elsewhere. */
    private record ParkedKey(String projection, String source, String key) {}

    private List<ParkedKey> parkedKeys() throws SQLException {
        try (var connection = stage.superuser();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select distinct projection, source, key from intake.parked order by 1, 2, 3")) {
            var keys = new ArrayList<ParkedKey>();
            while (rows.next()) {
                keys.add(new ParkedKey(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
            return keys;
        }
    }

    boolean isAnythingParked() throws SQLException {
        return !parkedKeys().isEmpty();
    }

    /** @return how many keys were parked */
    int retryAll() throws SQLException {
        var parked = parkedKeys();
        for (var key : parked) {
            post(
                    "/operations/parked-keys/retries",
                    Map.of(
                            "projection", key.projection(),
                            "source", key.source(),
                            "key", key.key(),
                            "reason", REASON));
        }
        return parked.size();
    }

    /** @return whether it was begun */
    boolean rebuild(String readModel) {
        return post("/operations/read-models/" + readModel + "/rebuilds", Map.of("reason", REASON));
    }

    /** What a rebuild is at, as FILLING; empty where none is known any more, or nobody says. */
    Optional<String> rebuilding(String readModel) throws SQLException {
        var state = model(readModel).path("rebuild").path("state");
        return state.isString() ? Optional.of(state.stringValue()) : Optional.empty();
    }

    /** What answered before goes, so that the disk holds. */
    void removeKept(String readModel) throws SQLException {
        for (var kept : model(readModel).path("kept")) {
            post(
                    "/operations/read-models/" + readModel + "/removals",
                    Map.of("schema", kept.path("schema").asString(), "reason", REASON));
        }
    }

    /** @throws SQLException as when a database is away: nobody says */
    private JsonNode model(String readModel) throws SQLException {
        for (var node : stage.queries()) {
            var answer = send(request(node, "/operations/read-models").GET().build());
            if (answer.isPresent()) {
                for (var model : MAPPER.readTree(answer.get()).path("items")) {
                    if (model.path("name").asString().equals(readModel)) {
                        return model;
                    }
                }
            }
        }
        throw new SQLException("nobody says what is rebuilt");
    }

    /** Whichever node does it; false where none does, or it refuses. */
    private boolean post(String path, Map<String, String> body) {
        return stage.queries().stream()
                .anyMatch(node -> send(request(node, path)
                                .POST(HttpRequest.BodyPublishers.ofString(MAPPER.writeValueAsString(body)))
                                .build())
                        .isPresent());
    }

    private HttpRequest.Builder request(NodeProcess node, String path) {
        return HttpRequest.newBuilder(URI.create(node.address() + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + stage.token("exploitante", "exploitant"))
                .header("Content-Type", "application/json");
    }

    private Optional<String> send(HttpRequest request) {
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            return answer.statusCode() / 100 == 2 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException silent) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.close();
    }
}

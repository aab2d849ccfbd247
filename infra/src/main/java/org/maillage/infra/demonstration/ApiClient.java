package org.maillage.infra.demonstration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.ConsistencyToken;
import org.maillage.kernel.wire.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the front door that reads its own writes: it always sends the latest Consistency-Token that it was given. */
public final class ApiClient implements AutoCloseable {

    private static final String API = "/api/v1";
    private static final String AUTHORIZATION = "Authorization";
    private static final String BEARER = "Bearer ";
    private static final JsonMapper MAPPER = Json.mapper().build();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI root;
    private final @Nullable Tokens tokens;
    private final @Nullable String idempotencyPrefix;
    private final BiConsumer<HttpRequest, Answer> witness;
    private @Nullable String seen;
    private int posts;

    /**
     * @param root of the front door, {@code http://localhost:8080}
     * @param tokens say who asks; null asks as nobody
     * @param idempotencyPrefix when given, the nth POST carries the key {@code prefix-n}: the same story told twice happens once
     */
    public ApiClient(String root, @Nullable Tokens tokens, @Nullable String idempotencyPrefix) {
        this(root, tokens, idempotencyPrefix, (_, _) -> {});
    }

    /**
     * @param witness sees every request with its answer
     */
    public ApiClient(
            String root,
            @Nullable Tokens tokens,
            @Nullable String idempotencyPrefix,
            BiConsumer<HttpRequest, Answer> witness) {
        this.root = URI.create(root);
        this.tokens = tokens;
        this.idempotencyPrefix = idempotencyPrefix;
        this.witness = witness;
    }

    /** An answer, whatever its status. */
    public record Answer(int status, JsonNode body, Map<String, String> headers) {

        /** A text of the body, by its field. */
        public String text(String field) {
            return body.path(field).asString();
        }
    }

    /** The answer was not a success; the message is the problem's. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String request, Answer answer) {
            super(request + " → " + answer.status() + " " + answer.body());
        }
    }

    /** @throws Refused unless the answer is a success */
    public Answer post(String path, String json) {
        var answer = tryPost(path, json);
        if (answer.status() >= 300) {
            throw new Refused("POST " + path, answer);
        }
        return answer;
    }

    /** The answer, also when it is a problem. */
    public Answer tryPost(String path, String json) {
        return trySend(API + path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer to a POST of any media type to any path of the front door, also when it is a problem. */
    public Answer trySend(String path, String mediaType, byte[] body) {
        var request =
                request(path).header("Content-Type", mediaType).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (idempotencyPrefix != null) {
            request.header("Idempotency-Key", idempotencyPrefix + "-" + ++posts);
        }
        return send(request);
    }

    /** @throws Refused unless the answer is a success */
    public JsonNode get(String path) {
        var answer = tryGet(path);
        if (answer.status() >= 300) {
            throw new Refused("GET " + path, answer);
        }
        return answer.body();
    }

    /** The answer, also when it is a problem. */
    public Answer tryGet(String path) {
        return send(request(API + path).GET());
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofSeconds(60));
        if (seen != null) {
            request.header(ConsistencyToken.HEADER, seen);
        }
        return request;
    }

    private Answer send(HttpRequest.Builder request) {
        if (tokens == null) {
            return send(request.build());
        }
        var presented = tokens.token();
        var answer = send(request.setHeader(AUTHORIZATION, BEARER + presented).build());
        if (answer.status() == 401) {
            tokens.isRefused(presented);
            var another = tokens.token();
            if (!another.equals(presented)) {
                return send(request.setHeader(AUTHORIZATION, BEARER + another).build());
            }
        }
        return answer;
    }

    private Answer send(HttpRequest request) {
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            response.headers().firstValue(ConsistencyToken.HEADER).ifPresent(latest -> seen = latest);
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
            var answer = new Answer(response.statusCode(), json(response.body()), headers);
            witness.accept(request, answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static JsonNode json(byte[] body) {
        return body.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        http.close();
    }
}

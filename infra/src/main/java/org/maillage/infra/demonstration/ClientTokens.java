package org.maillage.infra.demonstration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.maillage.infra.issuer.DemoClient;
import org.maillage.kernel.wire.Json;
import tools.jackson.databind.json.JsonMapper;

/** A program's own, by client credentials (RFC 6749 §4.4), renewed before they expire. */
public final class ClientTokens implements Tokens {

    private static final JsonMapper MAPPER = Json.mapper().build();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** A request that begins with a token must end with it too. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final DemoClient client;
    private @Nullable String token;
    private long goodUntil;

    public ClientTokens(DemoClient client) {
        this.client = client;
    }

    @Override
    public synchronized String token() {
        var known = token;
        if (known == null || System.nanoTime() - goodUntil >= 0) {
            known = ask();
            token = known;
        }
        return known;
    }

    @Override
    public synchronized void isRefused(String refused) {
        if (refused.equals(token)) {
            token = null;
        }
    }

    private String ask() {
        var request = HttpRequest.newBuilder(client.tokenUrl())
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Basic " + credentials())
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        try (var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build()) {
            long asked = System.nanoTime();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        client + " gets no token: " + answer.statusCode() + " " + answer.body());
            }
            var json = MAPPER.readTree(answer.body());
            var seconds = Duration.ofSeconds(json.path("expires_in").asLong(60));
            goodUntil = asked + Math.max(seconds.minus(MARGIN).toNanos(), seconds.toNanos() / 2);
            return json.get("access_token").asString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Form-encoded first (RFC 6749 §2.3.1). */
    private String credentials() {
        var pair = URLEncoder.encode(client.clientId(), UTF_8) + ":" + URLEncoder.encode(client.clientSecret(), UTF_8);
        return Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }
}

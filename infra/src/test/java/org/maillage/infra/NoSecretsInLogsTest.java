package org.maillage.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start-up and some requests, good and bad, each with something that nobody else may learn. */
final class NoSecretsInLogsTest {

    private static final String DATABASE_PASSWORD = "owner-s3cret-of-the-database";
    private static final String FORGED = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJmb3JnZWQtczNjcmV0In0.Zm9yZ2Vk";
    private static final String BASIC = Base64.getEncoder().encodeToString("somebody:basic-s3cret".getBytes(UTF_8));
    private static final String WRONG = "wrong-s3cret-of-a-client";
    private static final String NAME = "Zéphyrine Sécretaux";

    private static final Pattern JSON_SECRET =
            Pattern.compile("\"(?:password|clientSecret|d|p|q)\"\\s*:\\s*\"([^\"]{8,})\"");

    @TempDir
    private static Path dataDir;

    private final List<String> secrets =
            new ArrayList<>(List.of(DATABASE_PASSWORD, FORGED, BASIC, "basic-s3cret", WRONG, NAME));

    @Test
    void what_nobody_else_may_learn_is_in_no_log() throws Exception {
        var platform = PlatformProcess.start(dataDir, Map.of("MAILLAGE_DB_PASSWORD", DATABASE_PASSWORD));
        try (platform;
                var client = HttpClient.newHttpClient()) {
            platform.awaitReady();
            collectSecrets(platform);
            ask(client, platform);
        }
        assertThat(secrets).hasSizeGreaterThan(12).allMatch(secret -> secret.length() >= 8);
        var logs = new ArrayList<>(platform.output());
        logs.addAll(platform.errors());
        assertThat(logs).anyMatch(line -> line.contains("maillage ready"));
        var files = logFiles();
        assertThat(files).isNotEmpty();
        for (var file : files) {
            logs.addAll(Files.readAllLines(file));
        }
        assertThat(logs).noneMatch(line -> secrets.stream().anyMatch(line::contains));
    }

    private void ask(HttpClient client, PlatformProcess platform) throws Exception {
        var known = Files.readString(dataDir.resolve("demo-client.json"));
        var tokenUrl = field(known, "tokenUrl");
        var id = field(known, "clientId");
        var answer = client.send(tokenRequest(tokenUrl, id, field(known, "clientSecret")), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        var token = field(answer.body(), "access_token");
        secrets.add(token);
        var body = "{\"fullName\": \"" + NAME + "\"";
        assertThat(statuses(
                        client,
                        tokenRequest(tokenUrl, id, WRONG),
                        get(platform, "/epns", "Bearer " + token),
                        get(platform, "/epns", "Bearer " + FORGED),
                        get(platform, "/epns", "Basic " + BASIC),
                        get(platform, "/epns?access_token=" + FORGED, "Bearer"),
                        post(platform, "/persons", "Bearer " + token, body),
                        post(platform, "/persons", "Bearer " + token, body + "}")))
                .containsExactly(401, 200, 401, 401, 401, 400, 422);
    }

    private static List<Integer> statuses(HttpClient client, HttpRequest... requests) throws Exception {
        var statuses = new ArrayList<Integer>();
        for (var request : requests) {
            statuses.add(client.send(request, BodyHandlers.discarding()).statusCode());
        }
        return statuses;
    }

    private static HttpRequest tokenRequest(String url, String id, String secret) {
        var basic = Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(UTF_8));
        return HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
    }

    private static HttpRequest get(PlatformProcess platform, String path, String authorization) {
        return request(platform, path, authorization).build();
    }

    private static HttpRequest post(PlatformProcess platform, String path, String authorization, String body) {
        return request(platform, path, authorization)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static HttpRequest.Builder request(PlatformProcess platform, String path, String authorization) {
        return HttpRequest.newBuilder(URI.create(platform.http() + "/api/v1" + path))
                .header("Authorization", authorization);
    }

    /** What the platform made on its first run, and what it made of that. */
    private void collectSecrets(PlatformProcess platform) throws IOException {
        var superuser = platform.superuserPassword();
        secrets.add(superuser);
        for (var role : List.of("maillage", DatabaseRoles.COMMAND, DatabaseRoles.QUERY)) {
            secrets.add(LocalPlatform.derive(role, superuser));
        }
        try (var files = Files.list(dataDir)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = new String(Files.readAllBytes(file), UTF_8);
                JSON_SECRET.matcher(text).results().forEach(found -> secrets.add(found.group(1)));
                var name = file.getFileName().toString();
                if (name.equals("master.key") || name.endsWith("key.pem")) {
                    text.lines()
                            .filter(line -> line.length() >= 16 && !line.startsWith("-----"))
                            .forEach(secrets::add);
                }
            }
        }
    }

    private static List<Path> logFiles() throws IOException {
        try (var all = Files.walk(dataDir)) {
            return all.filter(file -> file.toString().endsWith(".log"))
                    .filter(file -> !file.startsWith(dataDir.resolve("kafka")))
                    .toList();
        }
    }

    private static String field(String json, String name) {
        var found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
        assertThat(found.find()).as(name).isTrue();
        return found.group(1);
    }
}

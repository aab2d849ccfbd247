package org.maillage.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.servers.TestServers;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole command side on a database of its own, and a client of it. */
public final class Api implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext side;

    private Api(ConfigurableApplicationContext side) {
        this.side = side;
    }

    /**
     * @param directory for its files
     * @param more settings as on a command line
     */
    public static Api start(Path directory, String... more) {
        return start(directory, TestServers.freshDatabase(), more);
    }

    static Api start(Path directory, TestServers.Database database, String... more) {
        MasterKey.readOrCreate(directory.resolve("master.key"));
        return new Api(new SpringApplicationBuilder(CommandSide.class)
                .run(Stream.concat(
                                Stream.of(
                                        "--server.port=0",
                                        Identity.setting(),
                                        "--spring.datasource.url=" + database.url(),
                                        "--spring.datasource.username=" + database.user(),
                                        "--spring.datasource.password=" + database.password(),
                                        "--spring.kafka.bootstrap-servers="
                                                + TestServers.kafka().bootstrap(),
                                        // The topics are everybody's.
                                        "--maillage.ledger=" + database.name(),
                                        "--maillage.data-dir=" + directory,
                                        "--maillage.master-key-file=" + directory.resolve("master.key")),
                                Stream.of(more))
                        .toArray(String[]::new)));
    }

    @Override
    public void close() {
        side.close();
    }

    /** Where it listens. */
    public int port() {
        return side.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    public <T> T part(Class<T> type) {
        return side.getBean(type);
    }

    public JdbcClient database() {
        return JdbcClient.create(part(DataSource.class));
    }

    /** What came back. */
    public record Answer(int status, JsonNode body) {

        public String id() {
            return body.path("id").asString();
        }

        public String code() {
            return body.path("code").asString("");
        }

        /** {@code field: message}, one for each violation. */
        public List<String> violations() {
            return body.path("violations")
                    .valueStream()
                    .map(violation -> violation.path("field").asString() + ": "
                            + violation.path("message").asString())
                    .toList();
        }
    }

    /** A new centre. */
    public String centre() {
        return post("/epns", """
            {"name": "La Passerelle", "legalForm": "ASSOCIATION", "communeCode": "49007", "missions": ["Accueil"], "audiences": []}
            """).id();
    }

    /** @param path under the API's root */
    public Answer post(String path, String json, String... headers) {
        return send(path, "application/json", json.getBytes(StandardCharsets.UTF_8), headers);
    }

    public Answer send(String path, String contentType, byte[] body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + "/api/v1" + path))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (Arrays.stream(headers).noneMatch("Authorization"::equals)) {
            request.header("Authorization", Identity.bearer());
        }
        try {
            var answer = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), JsonMapper.shared().readTree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

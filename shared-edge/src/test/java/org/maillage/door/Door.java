package org.maillage.door;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.maillage.edge.Asks;
import org.maillage.edge.EdgeConfiguration;
import org.maillage.kernel.access.AccessRole;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A side with hardly anything behind its door. */
final class Door implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext side;

    private Door(ConfigurableApplicationContext side) {
        this.side = side;
    }

    static Door open(String... settings) {
        return new Door(new SpringApplicationBuilder(House.class)
                .run(Stream.concat(Stream.of("--server.port=0"), Stream.of(settings))
                        .toArray(String[]::new)));
    }

    @Override
    public void close() {
        side.close();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({EdgeConfiguration.class, Rooms.class})
    static class House {

        @Bean
        static DataSource database() {
            return new AbstractDataSource() {
                @Override
                public Connection getConnection() throws SQLException {
                    throw new SQLException("there is none");
                }

                @Override
                public Connection getConnection(String user, String password) throws SQLException {
                    return getConnection();
                }
            };
        }
    }

    @RestController
    static class Rooms {

        @GetMapping("/api/v1/partnerships/{id}")
        String read(@PathVariable String id, HttpServletRequest request) {
            return said(request);
        }

        @PostMapping("/api/v1/epns")
        String write(HttpServletRequest request) {
            return said(request);
        }

        /** In no table. */
        @GetMapping("/api/v1/forgotten")
        String forgotten() {
            return "nobody should read this";
        }

        private static String said(HttpServletRequest request) {
            var caller = Asks.of(request).caller();
            var roles = caller.roles().stream().map(AccessRole::claim).sorted().collect(Collectors.joining(" "));
            return caller.subject() + " by " + caller.client() + " as " + roles
                    + (caller.narrowedTo() == null
                            ? ""
                            : " in " + caller.narrowedTo().size());
        }
    }

    /** What came back. */
    record Answer(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String text() {
            return response.body();
        }

        String code() {
            return problem().path("code").asString("");
        }

        JsonNode problem() {
            return JsonMapper.shared().readTree(response.body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Answer get(String path, @Nullable String token) {
        return send("GET", path, token);
    }

    Answer measured(String path) {
        return send("GET", "local.management.port", path, null);
    }

    boolean measuresAnywhere() {
        return side.getEnvironment().containsProperty("local.management.port");
    }

    Answer send(String method, String path, @Nullable String token) {
        return send(method, "local.server.port", path, token);
    }

    private Answer send(String method, String port, String path, @Nullable String token) {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + side.getEnvironment().getProperty(port) + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

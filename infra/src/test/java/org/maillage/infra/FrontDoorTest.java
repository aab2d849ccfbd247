package org.maillage.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.kernel.servers.Ports;

/** Before two Tomcats, as the sides are. */
final class FrontDoorTest {

    private static final HttpClient client = HttpClient.newHttpClient();
    private static final Backend command = new Backend("command");
    private static final Backend query = new Backend("query");
    private static final Backend issuer = new Backend("issuer");
    private static final FrontDoor door = FrontDoor.open(0, true);

    @BeforeAll
    static void letThrough() throws LifecycleException {
        command.start();
        query.start();
        issuer.start();
        door.admit(command.address(), query.address());
    }

    @AfterAll
    static void closeAll() throws LifecycleException {
        door.close();
        command.stop();
        query.stop();
        issuer.stop();
        client.close();
    }

    @ParameterizedTest
    @CsvSource({"GET, query", "HEAD, query", "POST, command", "PUT, command", "DELETE, command", "PATCH, command"})
    void reads_go_to_the_query_side_and_all_else_to_the_command_side(String method, String side) throws Exception {
        var answer = send(request("/api/v1/echo").method(method, BodyPublishers.noBody()));
        assertThat(answer.headers().firstValue("side")).hasValue(side);
    }

    @ParameterizedTest
    @CsvSource({"GET", "HEAD", "POST", "PUT", "DELETE"})
    void files_come_and_go_through_the_command_side(String method) throws Exception {
        for (var path : List.of("/documents", "/documents/6b86b273?name=affiche.pdf")) {
            var answer = send(request(path).method(method, BodyPublishers.noBody()));
            assertThat(answer.headers().firstValue("side")).hasValue("command");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET", "HEAD", "POST", "PUT", "DELETE"})
    void what_runs_the_platform_is_asked_of_the_query_side(String method) throws Exception {
        for (var path : List.of("/operations/log", "/operations/parked-keys/retries")) {
            var answer = send(request(path).method(method, BodyPublishers.noBody()));
            assertThat(answer.headers().firstValue("side")).hasValue("query");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /oauth2/authorize?client_id=x",
        "POST, /oauth2/token",
        "GET, /.well-known/openid-configuration",
        "GET, /login",
        "POST, /login",
        "POST, /logout"
    })
    void who_signs_in_goes_to_the_issuer(String method, String path) throws Exception {
        try (var withIssuer = FrontDoor.open(0, true)) {
            withIssuer.admit(command.address(), query.address(), issuer.address());
            var answer = send(request(withIssuer, path).method(method, BodyPublishers.noBody()));
            assertThat(answer.headers().firstValue("side")).hasValue("issuer");
            assertThat(answer.body())
                    .startsWith(method + " " + path + "\n")
                    .contains("host: 127.0.0.1:" + withIssuer.port());
            assertThat(send(request(withIssuer, "/api/v1/echo")).headers().firstValue("side"))
                    .hasValue("query");
        }
        assertThatItIsAProblem(send(request(path).method(method, BodyPublishers.noBody())), 404, "not-found");
    }

    @Test
    void health_is_that_of_the_issuer_too() throws Exception {
        try (var withIssuer = FrontDoor.open(0, true)) {
            withIssuer.admit(command.address(), query.address(), URI.create("http://127.0.0.1:" + Ports.free()));
            assertThat(send(request(withIssuer, "/health")).statusCode()).isEqualTo(503);
        }
    }

    @Test
    void path_and_query_arrive_as_they_were_sent() throws Exception {
        var answer = send(request("/api/v1/echo/caf%C3%A9%20%2B?q=a%26b&asOf=2026-01-31T14:00:00Z"));
        assertThat(answer.body()).startsWith("GET /api/v1/echo/caf%C3%A9%20%2B?q=a%26b&asOf=2026-01-31T14:00:00Z\n");
    }

    @Test
    void a_body_passes_and_so_does_the_answer() throws Exception {
        var answer = send(request("/api/v1/echo")
                .header("Idempotency-Key", "k")
                .POST(BodyPublishers.ofString("{\"name\":\"Médiathèque\"}")));
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).contains("idempotency-key: k\n").endsWith("\n{\"name\":\"Médiathèque\"}");
        assertThat(answer.headers().firstValue("etag")).hasValue("\"3\"");
        assertThat(answer.headers().firstValue("location")).hasValue("/api/v1/echo/1");
        assertThat(answer.headers().allValues("date")).hasSize(1);
        assertThat(answer.headers().map()).doesNotContainKeys("server", "keep-alive");
    }

    @Test
    void headers_of_one_hop_stay_there_and_nobody_forges_where_a_request_came_from() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.getOutputStream().write("""
                GET /api/v1/echo HTTP/1.1\r
                Host: maillage.example\r
                Connection: close, x-secret\r
                X-Secret: for this hop\r
                Keep-Alive: timeout=5\r
                TE: trailers\r
                Proxy-Authorization: Basic eA==\r
                Forwarded: for=6.6.6.6\r
                X-Forwarded-For: 6.6.6.6\r
                X-Forwarded-Proto: https\r
                Authorization: Bearer t\r
                \r
                """.getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .contains("host: maillage.example\n", "authorization: Bearer t\n")
                    .containsPattern("forwarded: \\S*for=\"127\\.0\\.0\\.1\";host=\"maillage\\.example\";proto=http\n")
                    .doesNotContain("x-secret", "keep-alive", "\nte:", "proxy-authorization", "6.6.6.6", "x-forwarded");
        }
    }

    @Test
    void an_answer_streams_while_the_side_still_writes_it() throws Exception {
        var answer = client.send(request("/api/v1/stream").build(), BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("first");
            query.goOn.add("second");
            assertThat(lines.readLine()).isEqualTo("second");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 20", "3, 20", "40, 2"})
    void a_body_that_a_side_refuses_unread_is_refused_by_the_same_words(int mebibytes, int times) throws Exception {
        var bytes = new byte[mebibytes << 20];
        for (int i = 0; i < times; i++) {
            for (var body : List.of(
                    BodyPublishers.ofByteArray(bytes),
                    BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(bytes)))) {
                var answer = send(request("/api/v1/too-large").POST(body));
                assertThat(answer.statusCode()).isEqualTo(413);
                assertThat(answer.body()).isEqualTo("{\"code\":\"body-too-large\"}");
                assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
            }
        }
    }

    @Test
    void a_side_that_is_not_there_is_told_to_who_still_sends() throws Exception {
        var nobody = URI.create("http://127.0.0.1:" + Ports.free());
        try (var lonely = FrontDoor.open(0, true)) {
            lonely.admit(nobody, nobody);
            for (int i = 0; i < 20; i++) {
                var answer = send(request(lonely, "/api/v1/epns").POST(BodyPublishers.ofByteArray(new byte[3 << 20])));
                assertThatItIsAProblem(answer, 503, "unavailable");
            }
        }
    }

    @Test
    void a_503_of_a_side_is_its_own() throws Exception {
        var answer = send(request("/api/v1/behind"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"code\":\"read-model-behind\"}");
        assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
    }

    @Test
    void health_is_that_of_both_sides() throws Exception {
        assertThat(send(request("/health")).body()).isEqualTo("{\"status\":\"UP\"}");
        query.healthy = false;
        try {
            var sick = send(request("/health"));
            assertThat(sick.statusCode()).isEqualTo(503);
            assertThat(sick.headers().firstValue("retry-after")).isPresent();
        } finally {
            query.healthy = true;
        }
    }

    @Test
    void a_side_that_does_not_answer_is_a_503_that_says_when_to_come_back() throws Exception {
        var nobody = URI.create("http://127.0.0.1:" + Ports.free());
        try (var lonely = FrontDoor.open(0, true)) {
            lonely.admit(nobody, query.address());
            var answer = send(request(lonely, "/api/v1/epns").POST(BodyPublishers.ofString("{}")));
            assertThatItIsAProblem(answer, 503, "unavailable");
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
            assertThatItIsAProblem(send(request(lonely, "/health")), 503, "unavailable");
            assertThat(send(request(lonely, "/api/v1/echo")).statusCode())
                    .as("the other side")
                    .isEqualTo(200);
        }
    }

    @Test
    void before_the_sides_are_there_it_says_so() throws Exception {
        try (var early = FrontDoor.open(0, true)) {
            for (var path : List.of("/health", "/api/v1/epns")) {
                var answer = send(request(early, path));
                assertThatItIsAProblem(answer, 503, "unavailable");
                assertThat(answer.body()).contains("Le service démarre");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api",
                "/api/v10/epns",
                "/api/v2/epns",
                "/documentsx",
                "/operationsx",
                "/favicon.ico",
                "/healthy",
                "/api/v1/../../secret"
            })
    void an_unknown_address_is_a_404_in_french(String path) throws Exception {
        var answer = send(request(path));
        assertThatItIsAProblem(answer, 404, "not-found");
        assertThat(answer.body()).contains("adresse");
    }

    @Test
    void what_only_reads_refuses_to_write() throws Exception {
        var answer = send(request("/health").POST(BodyPublishers.noBody()));
        assertThatItIsAProblem(answer, 405, "method-not-allowed");
        assertThat(answer.headers().firstValue("allow")).hasValue("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/%zz HTTP/1.1",
                "GET /api/v1/epns?limit=%zz HTTP/1.1",
                "GET /api/v1/a%00b HTTP/1.1",
                "NONSENSE"
            })
    void what_is_not_http_is_refused_without_a_trace(String requestLine) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.getOutputStream().write((requestLine + "\r\nHost: h\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 400")
                    .doesNotContain("jetty", "\tat ");
        }
    }

    @Test
    void many_requests_share_few_connections_and_none_is_lost() throws Exception {
        for (int i = 0; i < 300; i++) {
            assertThat(send(request("/api/v1/echo").POST(BodyPublishers.ofString("{}")))
                            .statusCode())
                    .isEqualTo(201);
        }
    }

    @Test
    void a_taken_port_is_named() {
        assertThatThrownBy(() -> FrontDoor.open(door.port(), true))
                .isInstanceOf(StartUpFailure.class)
                .hasMessageContaining("port " + door.port());
    }

    @Test
    void a_closed_door_listens_no_more() {
        var closed = FrontDoor.open(0, true);
        int port = closed.port();
        closed.close();
        assertThat(Ports.isTaken(port)).isFalse();
    }

    private static HttpRequest.Builder request(String path) {
        return request(door, path);
    }

    private static HttpRequest.Builder request(FrontDoor door, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static void assertThatItIsAProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.body())
                .contains("\"status\":" + status, "\"code\":\"" + code + "\"", "\"detail\":\"")
                .containsPattern("\"traceId\":\"[0-9a-f]{32}\"");
    }

    /** A side that tells what it received. */
    private static final class Backend extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final String name;
        private final transient Tomcat tomcat = new Tomcat();
        private final transient BlockingQueue<String> goOn = new LinkedBlockingQueue<>();
        private volatile boolean healthy = true;

        Backend(String name) {
            this.name = name;
        }

        void start() throws LifecycleException {
            tomcat.setBaseDir(System.getProperty("java.io.tmpdir"));
            tomcat.setPort(0);
            tomcat.setSilent(true);
            var context = tomcat.addContext("", null);
            Tomcat.addServlet(context, "backend", this).addMapping("/*");
            tomcat.getConnector().setEncodedSolidusHandling("passthrough");
            tomcat.start();
        }

        void stop() throws LifecycleException {
            tomcat.stop();
            tomcat.destroy();
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort());
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setHeader("side", name);
            switch (request.getRequestURI()) {
                case "/health" -> response.setStatus(healthy ? 200 : 503);
                case "/api/v1/too-large" -> answer(response, 413, "body-too-large");
                case "/api/v1/behind" -> {
                    response.setHeader("Retry-After", "7");
                    answer(response, 503, "read-model-behind");
                }
                case "/api/v1/stream" -> stream(response);
                default -> echo(request, response);
            }
        }

        private static void answer(HttpServletResponse response, int status, String code) throws IOException {
            response.setStatus(status);
            response.setContentType("application/problem+json");
            response.getOutputStream().print("{\"code\":\"" + code + "\"}");
        }

        private void stream(HttpServletResponse response) throws IOException {
            response.getOutputStream().print("first\n");
            response.flushBuffer();
            try {
                response.getOutputStream().print(goOn.poll(20, TimeUnit.SECONDS) + "\n");
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private static void echo(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setStatus(request.getMethod().equals("POST") ? 201 : 200);
            response.setHeader("ETag", "\"3\"");
            response.setHeader("Location", "/api/v1/echo/1");
            response.setContentType("text/plain;charset=UTF-8");
            var lines = new ArrayList<String>();
            lines.add(request.getMethod() + " " + request.getRequestURI()
                    + (request.getQueryString() == null ? "" : "?" + request.getQueryString()));
            for (var header : Collections.list(request.getHeaderNames())) {
                lines.add(header.toLowerCase(Locale.ROOT) + ": " + request.getHeader(header));
            }
            lines.add("");
            lines.add(new String(request.getInputStream().readAllBytes(), UTF_8));
            response.getOutputStream().write(String.join("\n", lines).getBytes(UTF_8));
        }
    }
}

package org.maillage.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over bare sockets, as no well-behaved client does it. */
final class SlowAndOversizedTest {

    private static final Stragglers.Patience PATIENCE =
            new Stragglers.Patience(Duration.ofSeconds(1), Duration.ofSeconds(2));
    /** The connection is looked at twice, every half second. */
    private static final Duration SLACK = Duration.ofSeconds(4);

    private static final String RESET = "(?i).*(reset|broken pipe).*";

    private static final FrontDoor door = FrontDoor.open(0, true, PATIENCE);
    private static HttpServer side;

    @BeforeAll
    static void letThrough() throws IOException {
        side = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        side.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        side.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(204, -1);
            }
        });
        side.start();
        var address = URI.create("http://127.0.0.1:" + side.getAddress().getPort());
        door.admit(address, address);
    }

    @AfterAll
    static void close() {
        door.close();
        side.stop(0);
    }

    @Test
    void a_header_that_drips_is_ended() throws Exception {
        try (var socket = connect()) {
            write(socket, "GET /api/v1/epns HTTP/1.1\r\nHost: h\r\nX-Drip: ");
            assertThatItEndsWithin(PATIENCE.header(), socket);
        }
    }

    @Test
    void a_body_that_drips_is_ended() throws Exception {
        try (var socket = connect()) {
            write(socket, "POST /api/v1/epns HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n{");
            assertThatItEndsWithin(PATIENCE.request(), socket);
        }
    }

    @Test
    void a_body_in_chunks_that_drips_is_ended() throws Exception {
        try (var socket = connect()) {
            write(socket, "POST /api/v1/epns HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n186A0\r\n{");
            assertThatItEndsWithin(PATIENCE.request(), socket);
        }
    }

    /** Else every client that keeps its connection would be ended, too. */
    @Test
    void a_connection_between_two_requests_is_no_straggler() throws Exception {
        try (var socket = connect()) {
            for (int i = 0; i < 2; i++) {
                write(socket, "GET /api/v1/epns HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(readHead(socket)).startsWith("HTTP/1.1 204");
                await().during(PATIENCE.request().plusSeconds(1))
                        .atMost(Duration.ofSeconds(10))
                        .untilAsserted(SlowAndOversizedTest::assertThatOthersAreServed);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"7000, 204", "9000, 431", "5000000, 431"})
    void a_header_has_a_limit(int length, int status) throws Exception {
        try (var socket = connect()) {
            tryToWrite(
                    socket,
                    "GET /api/v1/epns HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-Large: " + "x".repeat(length)
                            + "\r\n\r\n");
            assertThatItAnswers(socket, status, "header-too-large");
        }
    }

    @ParameterizedTest
    @CsvSource({"7000, 204", "9000, 414", "5000000, 414"})
    void an_address_has_a_limit(int length, int status) throws Exception {
        try (var socket = connect()) {
            tryToWrite(
                    socket,
                    "GET /api/v1/epns?q=" + "x".repeat(length) + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            assertThatItAnswers(socket, status, "address-too-long");
        }
    }

    private static void assertThatItAnswers(Socket socket, int status, String code) throws IOException {
        var answer = readAll(socket);
        assertThat(answer).startsWith("HTTP/1.1 " + status);
        if (status >= 400) {
            assertThat(answer)
                    .containsIgnoringCase("content-type: application/problem+json")
                    .contains("\"code\":\"" + code + "\"", "\"status\":" + status, "\"traceId\":\"");
        }
        assertThatOthersAreServed();
    }

    private static void assertThatItEndsWithin(Duration bound, Socket socket) {
        long began = System.nanoTime();
        await().pollInterval(Duration.ofMillis(100)).atMost(bound.plus(SLACK)).until(() -> {
            assertThatOthersAreServed();
            return isEnded(socket);
        });
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(bound.minusMillis(200));
    }

    /** One more byte, and whether anybody listens. */
    private static boolean isEnded(Socket socket) throws IOException {
        try {
            write(socket, "x");
            return socket.getInputStream().available() == 0
                    && socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        }
    }

    private static void assertThatOthersAreServed() {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + "/api/v1/epns"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(204);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), door.port());
        socket.setSoTimeout(100);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    /** The answer may come, and the end with it, before all was sent. */
    private static void tryToWrite(Socket socket, String text) throws IOException {
        socket.setSoTimeout(5_000);
        try {
            write(socket, text);
        } catch (SocketException refused) {
            assertThat(refused).hasMessageMatching(RESET);
        }
    }

    /** Who is refused while he still sends finds his connection reset behind the answer. */
    private static String readAll(Socket socket) throws IOException {
        var answer = new ByteArrayOutputStream();
        try {
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                answer.write(next);
            }
        } catch (SocketException refused) {
            assertThat(refused).hasMessageMatching(RESET);
        }
        return answer.toString(UTF_8);
    }

    private static String readHead(Socket socket) throws IOException {
        socket.setSoTimeout(5_000);
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        return head.toString();
    }
}

package org.maillage.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over bare sockets, as no well-behaved client does it. */
final class SlowBodiesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final Duration SLACK = Duration.ofSeconds(15);

    @TempDir
    private static Path directory;

    private static Api api;

    @BeforeAll
    static void start() {
        api = Api.start(
                directory,
                "--maillage.body-patience=" + PATIENCE,
                "--server.tomcat.connection-timeout=" + SILENCE.toMillis() + "ms");
        api.centre();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100000\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n186A0\r\n{"})
    void a_body_that_drips_is_refused_and_its_connection_closed(String rest) throws Exception {
        try (var socket = open(rest)) {
            var answer = new ByteArrayOutputStream();
            long began = System.nanoTime();
            await().pollInterval(Duration.ofMillis(100))
                    .atMost(PATIENCE.plus(SLACK))
                    .until(() -> {
                        assertThat(api.centre()).isNotEmpty();
                        drip(socket);
                        return listen(socket, answer);
                    });
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(PATIENCE);
            assertThatItSaysTooSlow(answer);
        }
    }

    @Test
    void a_body_that_does_not_come_is_refused_and_its_connection_closed() throws Exception {
        try (var socket = open("Content-Length: 100000\r\n\r\n{")) {
            var answer = new ByteArrayOutputStream();
            await().atMost(SILENCE.plus(SLACK)).until(() -> listen(socket, answer));
            assertThatItSaysTooSlow(answer);
        }
    }

    private static void assertThatItSaysTooSlow(ByteArrayOutputStream answer) {
        assertThat(answer.toString(UTF_8))
                .startsWith("HTTP/1.1 408")
                .contains("application/problem+json", "\"code\":\"request-timeout\"", "Retry-After: 1");
    }

    private static Socket open(String rest) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), api.port());
        socket.setSoTimeout(50);
        var head = "POST /api/v1/epns HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nAuthorization: "
                + Identity.bearer() + "\r\n";
        socket.getOutputStream().write((head + rest).getBytes(UTF_8));
        return socket;
    }

    /** Whether or not somebody still takes it. */
    private static void drip(Socket socket) throws IOException {
        try {
            socket.getOutputStream().write(' ');
        } catch (SocketException closed) {
            assertThat(closed).hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
    }

    /** What was answered meanwhile; true once the connection has ended. */
    private static boolean listen(Socket socket, ByteArrayOutputStream answer) throws IOException {
        try {
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                answer.write(next);
            }
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }
}

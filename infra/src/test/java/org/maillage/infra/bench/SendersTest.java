package org.maillage.infra.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SendersTest {

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            int number = asked.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            switch (exchange.getRequestURI().getPath()) {
                case "/known-length" -> exchange.sendResponseHeaders(200, 5);
                case "/chunked" -> exchange.sendResponseHeaders(201, 0);
                case "/every-other" -> exchange.sendResponseHeaders(number % 2 == 0 ? 429 : 200, 5);
                default -> exchange.sendResponseHeaders(404, 5);
            }
            exchange.getResponseBody().write("hello".getBytes(UTF_8));
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Senders senders(String path) {
        var request = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}";
        return new Senders(server.getAddress().getPort(), Map.of("some", List.of(request.getBytes(UTF_8))));
    }

    @Test
    void every_request_that_is_due_is_sent_and_counted() throws Exception {
        try (var senders = senders("/known-length")) {
            var answers = senders.due("some", 200, 8, Duration.ofMillis(500));

            assertThat(answers.accepted().calls()).isEqualTo(100);
            assertThat(asked).hasValue(100);
            assertThat(answers.shed()).isZero();
            assertThat(answers.seconds()).isGreaterThan(0.49);
        }
    }

    @Test
    void callers_that_wait_send_again_as_long_as_there_is_time() throws Exception {
        try (var senders = senders("/chunked")) {
            var answers = senders.waiting("some", 4, Duration.ofMillis(300));

            assertThat(answers.accepted().calls()).isEqualTo(asked.get()).isGreaterThan(4);
            assertThat(answers.accepted().late()).isZero();
        }
    }

    @Test
    void who_is_turned_away_is_counted_apart() throws Exception {
        try (var senders = senders("/every-other")) {
            var answers = senders.due("some", 100, 1, Duration.ofMillis(400));

            assertThat(answers.accepted().calls()).isEqualTo(20);
            assertThat(answers.shed()).isEqualTo(20);
            assertThat(answers.shedShare()).isEqualTo(50);
        }
    }

    @Test
    void an_answer_is_there_when_its_last_byte_is() {
        var known = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
        var chunked = "HTTP/1.1 429 \r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
        for (var answer : List.of(known, chunked)) {
            var bytes = answer.getBytes(UTF_8);
            for (int length = 0; length < bytes.length; length++) {
                assertThat(LoadProcess.Answer.of(bytes, length)).isNull();
            }
        }
        assertThat(LoadProcess.Answer.of(known.getBytes(UTF_8), known.length()))
                .isEqualTo(new LoadProcess.Answer(200, true));
        assertThat(LoadProcess.Answer.of(chunked.getBytes(UTF_8), chunked.length()))
                .isEqualTo(new LoadProcess.Answer(429, false));
    }
}

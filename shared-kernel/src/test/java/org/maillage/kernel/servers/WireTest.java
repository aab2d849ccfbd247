package org.maillage.kernel.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WireTest {

    /** Answers each byte by the next one. */
    private ServerSocket server;

    private Wire wire;
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        wire = Wire.to(server.getLocalPort());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    var client = server.accept();
                    Thread.ofVirtual().start(() -> answer(client));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private void answer(Socket client) {
        try (client) {
            for (int read = client.getInputStream().read();
                    read >= 0;
                    read = client.getInputStream().read()) {
                asked.incrementAndGet();
                client.getOutputStream().write(read + 1);
            }
        } catch (IOException cut) {
            return;
        }
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
        server.close();
    }

    private Socket client() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), wire.port());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static int ask(Socket socket, int question) throws IOException {
        socket.getOutputStream().write(question);
        return socket.getInputStream().read();
    }

    @Test
    void what_is_asked_is_answered() throws IOException {
        try (var client = client()) {
            assertThat(ask(client, 1)).isEqualTo(2);
            assertThat(ask(client, 2)).isEqualTo(3);
            assertThat(wire.connections()).isOne();
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        await().until(() -> wire.connections() == 0);
    }

    @Test
    void a_cut_ends_connections_and_not_those_to_come() throws IOException {
        try (var client = client()) {
            ask(client, 1);
            wire.cut();
            assertThatThrownBy(() -> ask(client, 1)).isInstanceOf(SocketException.class);
        }
        try (var next = client()) {
            assertThat(ask(next, 1)).isEqualTo(2);
        }
    }

    @Test
    void what_is_swallowed_arrives_once_it_heals() throws IOException {
        try (var client = client()) {
            ask(client, 1);
            wire.swallow();
            client.setSoTimeout(100);
            assertThatThrownBy(() -> ask(client, 5)).isInstanceOf(SocketTimeoutException.class);
            assertThat(asked).hasValue(1);
            try (var late = client()) {
                late.setSoTimeout(100);
                assertThatThrownBy(() -> ask(late, 7)).isInstanceOf(SocketTimeoutException.class);
                wire.heal();
                late.setSoTimeout(5_000);
                assertThat(late.getInputStream().read()).isEqualTo(8);
            }
            client.setSoTimeout(5_000);
            assertThat(client.getInputStream().read()).isEqualTo(6);
        }
    }

    @Test
    void what_was_swallowed_and_cut_is_lost() throws IOException {
        try (var client = client()) {
            ask(client, 1);
            wire.swallow();
            client.getOutputStream().write(5);
            wire.cut();
            wire.heal();
            assertThatThrownBy(() -> ask(client, 5)).isInstanceOf(SocketException.class);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void it_refuses_until_it_heals() throws IOException {
        wire.refuse();
        assertThatThrownBy(() -> {
                    try (var client = client()) {
                        ask(client, 1);
                    }
                })
                .isInstanceOf(SocketException.class);
        wire.heal();
        try (var client = client()) {
            assertThat(ask(client, 1)).isEqualTo(2);
        }
    }

    @Test
    void an_answer_is_late_by_both_ways() throws IOException {
        try (var client = client()) {
            ask(client, 1);
            wire.delay(Duration.ofMillis(50));
            var before = System.nanoTime();
            assertThat(ask(client, 2)).isEqualTo(3);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        }
    }

    @Test
    void an_answer_is_lost_after_its_request_was_served() throws IOException {
        try (var client = client()) {
            ask(client, 1);
            wire.cutNextAnswer();
            assertThatThrownBy(() -> ask(client, 2)).isInstanceOf(SocketException.class);
        }
        assertThat(asked).hasValue(2);
        assertThat(wire.lostAnswers()).isOne();
        try (var next = client()) {
            assertThat(ask(next, 1)).isEqualTo(2);
        }
    }

    @Test
    void the_answer_to_a_small_request_is_left_alone_if_a_large_one_is_meant() throws IOException {
        try (var client = client()) {
            wire.cutNextAnswer(3);
            assertThat(ask(client, 1)).isEqualTo(2);
            client.getOutputStream().write(new byte[] {1, 1, 1});
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        assertThat(wire.lostAnswers()).isOne();
    }
}

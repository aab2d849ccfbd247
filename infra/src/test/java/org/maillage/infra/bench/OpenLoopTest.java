package org.maillage.infra.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class OpenLoopTest {

    @Test
    void each_call_is_due_at_its_instant() {
        var due = Collections.synchronizedList(new ArrayList<Long>());
        new OpenLoop(200, 4).make(Duration.ofMillis(250), (_, at) -> due.add(at));

        var sorted = due.stream().sorted().toList();
        assertThat(sorted).hasSize(50);
        for (int i = 0; i < sorted.size(); i++) {
            assertThat(sorted.get(i) - sorted.getFirst()).isEqualTo(i * 5_000_000L);
        }
    }

    @Test
    void whoever_waits_for_a_slow_one_has_waited_since_it_was_due() {
        var first = new AtomicBoolean(true);
        var nobody = new CountDownLatch(1);
        var latencies = new OpenLoop(100, 1).during(Duration.ofMillis(500), _ -> {
            if (first.getAndSet(false)) {
                nobody.await(400, TimeUnit.MILLISECONDS);
            }
        });

        // Those that were due meanwhile were made at once when it ended: 390 ms late, 380, 370…
        assertThat(latencies.calls()).isEqualTo(50);
        assertThat(latencies.millis(100)).isGreaterThanOrEqualTo(399);
        assertThat(latencies.millis(50)).isGreaterThan(100);
        assertThat(latencies.late()).isGreaterThanOrEqualTo(35);
    }

    @Test
    void another_caller_goes_on_meanwhile() {
        var first = new AtomicBoolean(true);
        var others = new CountDownLatch(49);
        var latencies = new OpenLoop(100, 2).during(Duration.ofMillis(500), _ -> {
            if (first.getAndSet(false)) {
                assertThat(others.await(20, TimeUnit.SECONDS)).isTrue();
            } else {
                others.countDown();
            }
        });

        assertThat(latencies.calls()).isEqualTo(50);
        assertThat(latencies.millis(100)).isGreaterThan(450);
    }

    @Test
    void a_call_that_fails_is_not_passed_over() {
        var calls = new AtomicInteger();
        assertThatThrownBy(() -> new OpenLoop(1_000, 2).during(Duration.ofMillis(100), _ -> {
                    if (calls.incrementAndGet() == 10) {
                        throw new IllegalArgumentException("the tenth");
                    }
                }))
                .hasRootCauseMessage("the tenth");
    }
}

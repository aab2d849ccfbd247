package org.maillage.command.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.command.vault.ErasureLedger.Erasure;
import org.maillage.kernel.Ids;
import org.maillage.kernel.person.PersonId;

class ErasureLedgerTest {

    private final Erasure first = erasure();
    private final Erasure second = erasure();

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name_it() {
        file = directory.resolve("erasures.jsonl");
    }

    private static Erasure erasure() {
        return new Erasure(new PersonId(Ids.next()), Instant.parse("2026-07-01T08:00:00.123456Z"), Ids.next());
    }

    @Test
    void what_is_written_is_remembered() throws IOException {
        try (var ledger = ErasureLedger.open(file)) {
            ledger.append(List.of(first));
            ledger.append(List.of(first, second));
        }

        try (var ledger = ErasureLedger.open(file)) {
            assertThat(ledger.persons()).containsExactly(first.person(), second.person());
            assertThat(ledger.holds(second.person())).isTrue();
            assertThat(ledger.holds(new PersonId(Ids.next()))).isFalse();
        }
        assertThat(Files.readAllLines(file))
                .hasSize(2)
                .first()
                .isEqualTo("{\"person\":\"%s\",\"at\":\"2026-07-01T08:00:00.123456Z\",\"event\":\"%s\"}"
                        .formatted(first.person(), first.event()));
    }

    @Test
    void nodes_share_a_file() {
        try (var one = ErasureLedger.open(file);
                var other = ErasureLedger.open(file)) {
            one.append(List.of(first));
            assertThat(other.holds(first.person())).isTrue();
            other.append(List.of(second));
            assertThat(one.holds(second.person())).isTrue();
        }
    }

    @Test
    void many_write_at_once_and_no_line_is_lost() throws IOException {
        try (var ledger = ErasureLedger.open(file);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 200).forEach(_ -> threads.submit(() -> ledger.append(List.of(erasure()))));
        }
        assertThat(Files.readAllLines(file)).hasSize(200);
        try (var ledger = ErasureLedger.open(file)) {
            assertThat(ledger.persons()).hasSize(200);
        }
    }

    @Test
    void a_line_that_a_crash_cut_short_was_never_relied_on() throws IOException {
        try (var ledger = ErasureLedger.open(file)) {
            ledger.append(List.of(first));
        }
        Files.writeString(file, "{\"person\":\"0190", StandardOpenOption.APPEND);

        try (var ledger = ErasureLedger.open(file)) {
            ledger.append(List.of(second));
            assertThat(ledger.persons()).containsExactly(first.person(), second.person());
        }
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void a_file_that_somebody_altered_is_not_passed_over() throws IOException {
        Files.writeString(file, "{\"person\":\"nobody\"}\n");

        assertThatIllegalStateException()
                .isThrownBy(() -> ErasureLedger.open(file))
                .withMessageContaining("no erasure");
    }

    @Test
    void where_no_file_can_be_written_nothing_starts() {
        assertThatThrownBy(() -> ErasureLedger.open(Path.of("/proc/erasures.jsonl")))
                .isInstanceOf(UncheckedIOException.class);
    }
}

package org.maillage.infra.faults.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryCheckTest {

    @TempDir
    private Path directory;

    private static String fault(int number, String recovered) {
        return """
            {"n":%d,"at":"2026-11-23T22:00:00Z","kind":"kill","target":"command-1","ms":0,"recoveredMs":%s}\
            """.formatted(number, recovered);
    }

    private RecoveryCheck check(List<String> faults) throws Exception {
        return new RecoveryCheck(Files.write(directory.resolve("faults.jsonl"), faults), 5_000);
    }

    @Test
    void faults_that_were_overcome_in_time_are_right() throws Exception {
        var check = check(List.of(fault(1, "1200"), fault(2, "300"), fault(3, "4000")));

        assertThat(Past.found(check)).isEmpty();
        assertThat(check.look(new Findings("recovery")))
                .isEqualTo("3 faults overcome, half of them within 1200 ms, all within 4000 ms");
    }

    @Test
    void a_fault_that_was_overcome_late_or_never_is_found() throws Exception {
        assertThat(Past.found(check(List.of(fault(1, "5001"), fault(2, "null")))))
                .satisfiesExactly(
                        late -> assertThat(late).contains("fault 1").contains("after 5001 ms"),
                        never -> assertThat(never).contains("fault 2").contains("never"));
    }
}

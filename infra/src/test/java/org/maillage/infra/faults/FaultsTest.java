package org.maillage.infra.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/**
 * The short run of the fault harness. Red shows what the checker found and keeps the directory of the run; the same schedule again:
 * {@code java -jar infra/target/maillage.jar faults --seed 7 --faults 25 --seconds 50 --rate 10}.
 */
final class FaultsTest {

    private static final String SEED = "7";

    @Test
    void whatever_fails_nothing_acknowledged_is_lost_or_doubled() throws Exception {
        // Patient with a machine that builds something else beside: how fast it heals is for the long run to say.
        var options = Options.parse(List.of(
                "--seed", SEED, "--faults", "25", "--seconds", "50", "--rate", "10", "--recovery-seconds", "150"));

        var outcome = Faults.run(options, System.out);

        assertThat(outcome.exitCode())
                .as("%s%nkept in %s", outcome.said(), outcome.directory())
                .isZero();
        FileSystemUtils.deleteRecursively(outcome.directory());
    }
}

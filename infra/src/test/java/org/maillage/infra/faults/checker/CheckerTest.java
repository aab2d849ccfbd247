package org.maillage.infra.faults.checker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckerTest {

    @TempDir
    private Path directory;

    @Test
    void what_cannot_be_looked_at_is_not_called_well() {
        var nowhere = new Evidence.Database("jdbc:postgresql://localhost:1/none", "nobody", "secret");
        var said = new ByteArrayOutputStream();

        var result = Checker.run(
                new Evidence(
                        directory,
                        nowhere,
                        nowhere,
                        "localhost:1",
                        "main",
                        List.of(),
                        null,
                        null,
                        null,
                        Evidence.Limits.ofASmallStage()),
                new PrintStream(said, true, UTF_8));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(said.toString(UTF_8))
                .contains("? store: could not be checked", "checks could not be made")
                .doesNotContain("✓", "secret");
    }

    @Test
    void a_finding_weighs_more_than_an_obstacle() {
        assertThat(new Checker.Result(List.of(), 0, 0).exitCode()).isZero();
        assertThat(new Checker.Result(List.of(), 0, 1).exitCode()).isEqualTo(2);
        assertThat(new Checker.Result(List.of(new Finding("topic", "lost")), 1, 1).exitCode())
                .isEqualTo(1);
    }

    @Test
    void many_findings_are_counted_and_the_first_ones_told_on_one_line_each() {
        var findings = new Findings("topic");
        for (int i = 0; i < 1_000; i++) {
            findings.add("lost\nposition " + i);
        }

        assertThat(findings.count()).isEqualTo(1_000);
        assertThat(findings.told()).hasSize(20).first().isEqualTo(new Finding("topic", "lost position 0"));
    }
}

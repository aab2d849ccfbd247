package org.maillage.infra.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Their runs take a quarter of an hour; that they are still mistakes in what is there now takes no time. */
final class MutantTest {

    private static final Path SOURCES = Path.of("..");

    static Iterable<Mutant> mutants() {
        return Mutant.all();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void what_a_mutant_makes_wrong_is_there_once(Mutant mutant) throws Exception {
        assertThat(mutant.edits().isEmpty() && mutant.postgres().isEmpty()).isFalse();
        for (var edit : mutant.edits()) {
            var edits = mutant.edits().stream()
                    .filter(other -> other.file().equals(edit.file()))
                    .toList();
            assertThat(Mutants.mutated(SOURCES, edit.file(), edits))
                    .isNotEqualTo(Files.readString(SOURCES.resolve(edit.file())));
        }
    }
}

package org.maillage.kernel.convention;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ClausesTest {

    private static final Clauses COMPLETE = new Clauses("a", "b", "c", "d", "e");

    @Test
    void the_six_clauses_of_the_guide_are_mandatory() {
        assertThat(COMPLETE.missing(10)).isEmpty();
        assertThat(new Clauses(null, " ", "c", "d", "").missing(null))
                .containsExactly(Clause.PREAMBLE, Clause.OBJECTIVES, Clause.FOLLOW_UP, Clause.PLANNED_SESSIONS);
    }

    @Test
    void the_hash_of_a_version_never_changes() {
        assertThat(COMPLETE.hash(10, null).value())
                .isEqualTo("84c3d5ce16662b7abd32ecbdeeb91cafb68ded6b7389060ddf5f41e99c76c443");
    }

    @Test
    void the_same_text_typed_on_another_system_has_the_same_hash() {
        var windows = new Clauses("pre\u0301ambule\r\nsuite", "b", "c", "d", "e");
        var other = new Clauses("pr\u00e9ambule\nsuite", "b", "c", "d", "e");

        assertThat(windows.hash(10, null)).isEqualTo(other.hash(10, null));
    }

    @Property
    void a_word_that_moves_to_another_clause_changes_the_hash(@ForAll String first, @ForAll String second) {
        var together = new Clauses(first + second, "", "c", "d", "e");
        var apart = new Clauses(first, second, "c", "d", "e");

        assertThat(together.canonicalText(1, null).equals(apart.canonicalText(1, null)))
                .isEqualTo(second.isEmpty());
    }

    @Test
    void another_number_of_sessions_is_another_version() {
        assertThat(COMPLETE.hash(10, null))
                .isNotEqualTo(COMPLETE.hash(11, null))
                .isNotEqualTo(COMPLETE.hash(null, null));
    }
}

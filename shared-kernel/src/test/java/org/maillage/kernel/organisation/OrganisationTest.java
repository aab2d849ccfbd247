package org.maillage.kernel.organisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.kernel.InvalidValue;

class OrganisationTest {

    @ParameterizedTest
    @ValueSource(strings = {"23350001600040", "38047555800058", "21990001600011", "99900010200015"})
    void a_siret_passes_the_luhn_check(String siret) {
        assertThat(new Siret(siret).value()).isEqualTo(siret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"35600000000048", "35600000049837", "35600000000001"})
    void the_post_office_has_a_check_of_its_own(String siret) {
        assertThat(new Siret(siret).value()).isEqualTo(siret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"35600000000002", "12345678901234", "", "2335000160004", "233500016000400", "2335000160004A"})
    void a_wrong_siret_is_refused(String siret) {
        assertThatThrownBy(() -> new Siret(siret))
                .isInstanceOfSatisfying(
                        InvalidValue.class,
                        refused -> assertThat(refused.code()).isEqualTo("invalid-siret"));
    }

    @Test
    void spaces_in_a_siret_are_dropped() {
        assertThat(new Siret("233 500 016 00040").value()).isEqualTo("23350001600040");
        assertThat(new Siret("233\u00a0500\u202f016 00040").value()).isEqualTo("23350001600040");
    }

    @ParameterizedTest
    @ValueSource(strings = {"49007", "2A004", "97411", "2B033"})
    void a_commune_code_is_the_one_of_insee(String code) {
        assertThat(new CommuneCode(code).value()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20004", "2C004", "4900", "490070", "49 007"})
    void a_wrong_commune_code_is_refused(String code) {
        assertThatThrownBy(() -> new CommuneCode(code)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void an_rna_is_a_w_and_nine_characters() {
        assertThat(new Rna("W991000001").value()).isEqualTo("W991000001");
        assertThat(new Rna("W9R1000001").value()).isEqualTo("W9R1000001");
        assertThatThrownBy(() -> new Rna("991000001")).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> new Rna("W99100000")).isInstanceOf(InvalidValue.class);
    }

    @Test
    void a_role_is_what_people_say_without_the_spaces_around() {
        assertThat(new Role(" animatrice ").value()).isEqualTo("animatrice");
        assertThatThrownBy(() -> new Role("  ")).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> new Role("x".repeat(81))).isInstanceOf(InvalidValue.class);
    }
}

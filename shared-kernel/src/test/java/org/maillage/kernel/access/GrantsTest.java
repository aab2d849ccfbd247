package org.maillage.kernel.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.maillage.kernel.access.AccessRole.ADMINISTRATEUR;
import static org.maillage.kernel.access.AccessRole.ANIMATEUR;
import static org.maillage.kernel.access.AccessRole.AUDITEUR;
import static org.maillage.kernel.access.AccessRole.INTEGRATION;
import static org.maillage.kernel.access.AccessRole.PARTENAIRE;
import static org.maillage.kernel.access.AccessRole.RESPONSABLE;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.AccessGranted;
import org.maillage.kernel.epn.EpnEvent.AccessRevoked;
import org.maillage.kernel.epn.EpnEvent.EpnRegistered;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.person.PersonId;

class GrantsTest {

    private static final EpnId EPN = new EpnId(new UUID(1, 1));
    private static final EpnId OTHER = new EpnId(new UUID(1, 2));
    private static final PersonId INES = new PersonId(new UUID(2, 1));
    private static final PersonId CLAIRE = new PersonId(new UUID(2, 2));
    private static final PartnerId CINEMA = new PartnerId(new UUID(3, 1));
    private static final Subject TOWN = new Subject("the-town");
    private static final Subject ACCOUNT = new Subject("8c4b3f2a");

    private static EpnRegistered registered(@Nullable Subject administrator) {
        return new EpnRegistered(
                EPN,
                "La Passerelle",
                LegalForm.ASSOCIATION,
                null,
                new CommuneCode("49007"),
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                administrator);
    }

    private static AccessGranted granted(AccessRole... roles) {
        return new AccessGranted(EPN, ACCOUNT, List.of(roles), INES, CINEMA);
    }

    private static Grants after(EpnEvent... events) {
        Grants grants = null;
        for (var event : events) {
            grants = Grants.after(grants, event);
        }
        return Objects.requireNonNull(grants);
    }

    private static Caller caller(Subject subject, AccessRole... roles) {
        return new Caller(subject, "client", Set.copyOf(Arrays.asList(roles)), null);
    }

    private static Admission admission(Grants grants, Caller caller) {
        return Objects.requireNonNull(grants.admit(caller));
    }

    @Test
    void who_registers_a_centre_administers_it_and_nobody_else_gets_in() {
        var grants = after(registered(TOWN));

        assertThat(admission(grants, caller(TOWN, ADMINISTRATEUR)).roles()).containsExactly(ADMINISTRATEUR);
        assertThat(grants.admit(caller(ACCOUNT, ADMINISTRATEUR))).isNull();
        assertThat(grants.admit(caller(TOWN, RESPONSABLE))).isNull();
    }

    @Test
    void a_centre_from_before_is_open_to_administrators_until_it_has_its_own() {
        var before = after(registered(null));
        assertThat(admission(before, caller(ACCOUNT, ADMINISTRATEUR, AUDITEUR)).roles())
                .containsExactly(ADMINISTRATEUR);
        assertThat(before.admit(caller(ACCOUNT, RESPONSABLE))).isNull();

        var administered = after(registered(null), new AccessGranted(EPN, TOWN, List.of(ADMINISTRATEUR), null, null));
        assertThat(administered.admit(caller(ACCOUNT, ADMINISTRATEUR))).isNull();
        // Not even when nobody is left.
        assertThat(Grants.after(administered, new AccessRevoked(EPN, TOWN, "départ"))
                        .admit(caller(ACCOUNT, ADMINISTRATEUR)))
                .isNull();
    }

    @Test
    void what_counts_is_what_token_and_grant_both_say() {
        var grants = after(registered(TOWN), granted(ANIMATEUR, RESPONSABLE));

        assertThat(admission(grants, caller(ACCOUNT, RESPONSABLE, ADMINISTRATEUR))
                        .roles())
                .containsExactly(RESPONSABLE);
        assertThat(grants.admit(caller(ACCOUNT, ADMINISTRATEUR))).isNull();
        assertThat(grants.admit(caller(ACCOUNT))).isNull();
    }

    @Test
    void granting_again_replaces_and_revoking_ends() {
        var grants = after(registered(TOWN), granted(ANIMATEUR), granted(AUDITEUR));
        assertThat(grants.admit(caller(ACCOUNT, ANIMATEUR))).isNull();
        assertThat(grants.admit(caller(ACCOUNT, AUDITEUR))).isNotNull();

        var revoked = Grants.after(grants, new AccessRevoked(EPN, ACCOUNT, "départ"));
        assertThat(revoked.admit(caller(ACCOUNT, AUDITEUR))).isNull();
    }

    @Test
    void a_token_narrows_and_never_widens() {
        var grants = after(registered(TOWN), granted(ANIMATEUR));

        assertThat(grants.admit(new Caller(ACCOUNT, "c", Set.of(ANIMATEUR), Set.of(OTHER))))
                .isNull();
        assertThat(grants.admit(new Caller(ACCOUNT, "c", Set.of(ANIMATEUR), Set.of())))
                .isNull();
        assertThat(grants.admit(new Caller(ACCOUNT, "c", Set.of(ANIMATEUR), Set.of(EPN, OTHER))))
                .isNotNull();
        assertThat(grants.admit(new Caller(new Subject("x"), "c", Set.of(ANIMATEUR), Set.of(EPN))))
                .isNull();
        assertThat(after(registered(null)).admit(new Caller(TOWN, "c", Set.of(ADMINISTRATEUR), Set.of(OTHER))))
                .isNull();
    }

    @Test
    void people_are_themselves_and_systems_are_anybody() {
        var grants = after(registered(TOWN), granted(ANIMATEUR, INTEGRATION));

        assertThat(admission(grants, caller(ACCOUNT, ANIMATEUR)).mayBe(INES)).isTrue();
        assertThat(admission(grants, caller(ACCOUNT, ANIMATEUR)).mayBe(CLAIRE)).isFalse();
        assertThat(admission(grants, caller(ACCOUNT, INTEGRATION)).mayBe(CLAIRE))
                .isTrue();
        assertThat(admission(grants, caller(TOWN, ADMINISTRATEUR)).mayBe(CLAIRE))
                .isTrue();
        // At a door that does not open to systems they are a person like others.
        var both = admission(grants, caller(ACCOUNT, ANIMATEUR, INTEGRATION));
        assertThat(Objects.requireNonNull(both.through(Set.of(ANIMATEUR))).mayBe(CLAIRE))
                .isFalse();
        assertThat(both.through(Set.of(RESPONSABLE))).isNull();
    }

    @Test
    void the_people_of_a_partner_are_confined_unless_they_are_more() {
        var grants = after(registered(TOWN), granted(PARTENAIRE, ANIMATEUR));

        assertThat(admission(grants, caller(ACCOUNT, PARTENAIRE)).confinedTo()).isEqualTo(CINEMA);
        var both = admission(grants, caller(ACCOUNT, PARTENAIRE, ANIMATEUR));
        assertThat(both.confinedTo()).isNull();
        assertThat(Objects.requireNonNull(both.through(Set.of(PARTENAIRE, RESPONSABLE)))
                        .confinedTo())
                .isEqualTo(CINEMA);
        var nobodys = after(registered(TOWN), new AccessGranted(EPN, ACCOUNT, List.of(PARTENAIRE), INES, null));
        assertThat(nobodys.admit(caller(ACCOUNT, PARTENAIRE))).isNull();
    }

    @Test
    void who_acts_is_the_person_or_else_the_account() {
        var grants = after(registered(TOWN), granted(ANIMATEUR));
        var ines = caller(ACCOUNT, ANIMATEUR);
        var town = caller(TOWN, ADMINISTRATEUR);

        assertThat(admission(grants, ines).actor(ines)).isEqualTo(INES.toString());
        assertThat(admission(grants, town).actor(town)).isEqualTo("the-town");
    }

    @Test
    void what_is_not_in_the_table_is_open_to_nobody() {
        assertThat(AccessTable.opensTo("POST /everything")).isEmpty();
        assertThat(new Ask(caller(TOWN, ADMINISTRATEUR), AccessTable.opensTo("POST /everything")).isVain())
                .isTrue();
        assertThat(new Ask(caller(TOWN, ADMINISTRATEUR), AccessTable.opensTo("POST /epns")).isVain())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Claire Besnard", "é", "a\nb"})
    void an_account_is_opaque(String text) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> new Subject(text))
                .satisfies(invalid -> assertThat(invalid.code()).isEqualTo("invalid-subject"));
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> new Subject("x".repeat(256)));
    }
}

package org.maillage.kernel.person;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Base64;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.Event;
import org.maillage.kernel.Ids;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.kernel.wire.EventCodec;
import org.maillage.kernel.wire.KeyCodec;

class PersonCipherTest {

    private static final PersonId AMINA = new PersonId(Ids.next());
    private static final PersonId BRUNO = new PersonId(Ids.next());

    @TempDir
    Path directory;

    private MasterKey master;
    private PersonCipher cipher;

    @BeforeEach
    void make_keys() {
        master = MasterKey.readOrCreate(directory.resolve("master.key"));
        cipher = master.newCipher(AMINA);
    }

    @Test
    void what_was_encrypted_is_read_back_with_the_key_as_it_travelled() {
        var sealed = cipher.encrypt(PersonRegistered.class, "fullName", "Amina Lefèvre 🙂");

        var travelled = KeyCodec.read(KeyCodec.write(cipher.wrapped()));
        var reader = MasterKey.read(directory.resolve("master.key")).open(travelled);

        assertThat(travelled).isEqualTo(cipher.wrapped());
        assertThat(reader.decrypt(PersonRegistered.class, "fullName", cipher.version(), sealed))
                .isEqualTo("Amina Lefèvre 🙂");
    }

    @Test
    void the_same_name_twice_gives_two_ciphertexts() {
        assertThat(cipher.encrypt(PersonRegistered.class, "fullName", "Amina"))
                .isNotEqualTo(cipher.encrypt(PersonRegistered.class, "fullName", "Amina"));
    }

    @Test
    void a_ciphertext_is_unreadable_in_another_field() {
        var sealed = cipher.encrypt(PersonRegistered.class, "email", "amina@example.org");

        assertUndecipherable(() -> cipher.decrypt(PersonRegistered.class, "phone", 1, sealed));
    }

    @Test
    void a_ciphertext_is_unreadable_in_another_event() {
        var sealed = cipher.encrypt(PersonRegistered.class, "email", "amina@example.org");

        assertUndecipherable(() -> cipher.decrypt(PersonEvent.class, "email", 1, sealed));
    }

    @Test
    void a_ciphertext_is_unreadable_under_another_key_version() {
        var sealed = cipher.encrypt(PersonRegistered.class, "email", "amina@example.org");

        assertUndecipherable(() -> cipher.decrypt(PersonRegistered.class, "email", 2, sealed));
    }

    @Test
    void a_ciphertext_is_unreadable_with_the_key_of_somebody_else() {
        var sealed = cipher.encrypt(PersonRegistered.class, "email", "amina@example.org");

        assertUndecipherable(() -> master.newCipher(BRUNO).decrypt(PersonRegistered.class, "email", 1, sealed));
        assertUndecipherable(() -> master.newCipher(AMINA).decrypt(PersonRegistered.class, "email", 1, sealed));
    }

    @Test
    void a_key_cannot_be_passed_off_as_that_of_another_person_or_version() {
        var wrapped = cipher.wrapped();

        assertUndecipherable(() -> master.open(new WrappedKey(BRUNO, wrapped.version(), wrapped.wrapped())));
        assertUndecipherable(() -> master.open(new WrappedKey(AMINA, 2, wrapped.wrapped())));
    }

    @Test
    void a_key_is_opened_by_its_own_master_key_alone() {
        var stranger = MasterKey.readOrCreate(directory.resolve("stranger.key"));

        assertUndecipherable(() -> stranger.open(cipher.wrapped()));
    }

    @Test
    void no_bit_of_a_ciphertext_can_be_changed() {
        var sealed = Base64.getDecoder()
                .decode(cipher.encrypt(PersonRegistered.class, "phone", "0612345678")
                        .value());
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            var changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            var forged = new Ciphertext(Base64.getEncoder().encodeToString(changed));

            assertUndecipherable(() -> cipher.decrypt(PersonRegistered.class, "phone", 1, forged));
        }
    }

    @Test
    void what_was_never_encrypted_is_undecipherable_too() {
        for (var text : new String[] {"", "Amina", "AAAA", "é"}) {
            assertUndecipherable(() -> cipher.decrypt(PersonRegistered.class, "phone", 1, new Ciphertext(text)));
        }
    }

    @Test
    void an_event_shows_no_name_in_its_bytes() {
        Event event = new PersonRegistered(
                AMINA,
                new EpnId(Ids.next()),
                cipher.encrypt(PersonRegistered.class, "fullName", "Amina Lefevre"),
                cipher.encrypt(PersonRegistered.class, "email", "amina@example.org"),
                null,
                false,
                cipher.version());

        assertThat(new String(EventCodec.write(event), UTF_8)).doesNotContain("Amina", "Lefevre", "example.org");
        assertThat(new String(KeyCodec.write(cipher.wrapped()), UTF_8)).doesNotContain("Amina", "Lefevre");
    }

    @Test
    void any_text_comes_back_as_it_was() {
        for (var text : new String[] {"", " ", "é", "\u0000", "a\nb", "🙂".repeat(10_000)}) {
            var sealed = cipher.encrypt(PersonRegistered.class, "fullName", text);

            assertThat(cipher.decrypt(PersonRegistered.class, "fullName", 1, sealed))
                    .isEqualTo(text);
        }
    }

    private static void assertUndecipherable(ThrowingCallable attempt) {
        assertThatExceptionOfType(Undecipherable.class).isThrownBy(attempt).withMessageNotContaining("amina");
    }
}

package org.maillage.command.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.Ids;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.kernel.person.PersonEvent.PersonRevised;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.servers.TestServers;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class PersonKeysTest {

    @TempDir
    Path directory;

    private DataSource database;
    private MasterKey master;
    private PersonKeys keys;

    @BeforeEach
    void open_a_vault() {
        var fresh = TestServers.freshDatabase();
        database = new DriverManagerDataSource(fresh.url(), fresh.user(), fresh.password());
        master = MasterKey.readOrCreate(directory.resolve("master.key"));
        keys = Vaults.open(database, master);
    }

    @Test
    void the_key_is_kept_before_anything_is_encrypted_with_it() {
        var person = new PersonId(Ids.next());

        var cipher = keys.create(person);

        var kept = keys.unpublished(10);
        assertThat(kept).containsExactly(cipher.wrapped());
        var sealed = cipher.encrypt(PersonRegistered.class, "fullName", "Amina Lefèvre");
        assertThat(master.open(kept.getFirst()).decrypt(PersonRegistered.class, "fullName", cipher.version(), sealed))
                .isEqualTo("Amina Lefèvre");
    }

    @Test
    void a_person_has_one_first_key() {
        var person = new PersonId(Ids.next());
        keys.create(person);

        assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> keys.create(person));
    }

    @Test
    void keys_are_published_once_unless_the_feed_lost_them() {
        var first = keys.create(new PersonId(Ids.next())).wrapped();
        var second = keys.create(new PersonId(Ids.next())).wrapped();
        assertThat(keys.unpublished(1)).hasSize(1);

        keys.published(List.of(first));
        assertThat(keys.unpublished(10)).containsExactly(second);

        keys.published(List.of(first, second));
        assertThat(keys.unpublished(10)).isEmpty();

        keys.publishAgain();
        assertThat(keys.unpublished(10)).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void a_key_is_opened_again_to_encrypt_more() {
        var person = new PersonId(Ids.next());
        var first = keys.create(person);
        var sealed = keys.open(person).orElseThrow().encrypt(PersonRevised.class, "fullName", "Amina Lefèvre");

        assertThat(first.decrypt(PersonRevised.class, "fullName", first.version(), sealed))
                .isEqualTo("Amina Lefèvre");
        assertThat(keys.open(new PersonId(Ids.next()))).isEmpty();
    }

    @Test
    void a_destroyed_key_leaves_nothing_but_the_news_of_its_end() {
        var person = new PersonId(Ids.next());
        var other = keys.create(new PersonId(Ids.next())).wrapped();
        keys.create(person);

        keys.destroy(person);

        assertThat(keys.open(person)).isEmpty();
        assertThat(keys.unpublished(10)).containsExactly(other);
        assertThat(keys.unpublishedErasures(10)).containsExactly(person);
        assertThat(JdbcClient.create(database)
                        .sql("select count(*) from vault.person_key where person_id = ? and wrapped is null")
                        .param(person.value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void the_end_of_a_key_is_published_once_unless_the_feed_lost_it() {
        var person = new PersonId(Ids.next());
        var key = keys.create(person).wrapped();
        keys.published(List.of(key));
        keys.destroy(person);
        keys.erasuresPublished(List.of(person));
        assertThat(keys.unpublishedErasures(10)).isEmpty();

        keys.destroy(person);
        assertThat(keys.unpublishedErasures(10)).isEmpty();

        keys.publishAgain();
        assertThat(keys.unpublishedErasures(10)).containsExactly(person);
        assertThat(keys.unpublished(10)).isEmpty();
    }

    @Test
    void a_key_that_was_on_its_way_when_it_was_destroyed_is_followed_by_its_end() {
        var person = new PersonId(Ids.next());
        var underway = List.of(keys.create(person).wrapped());

        keys.destroy(person);
        keys.published(underway);

        assertThat(keys.unpublishedErasures(10)).containsExactly(person);
    }

    @Test
    void those_who_have_a_key_are_told_page_by_page() {
        var persons = new TreeSet<>(Comparator.comparing((PersonId id) -> id.toString()));
        for (int i = 0; i < 5; i++) {
            persons.add(keys.create(new PersonId(Ids.next())).person());
        }
        var erased = persons.removeFirst();
        keys.destroy(erased);

        var first = keys.living(null, 3);
        var second = keys.living(first.getLast(), 3);
        assertThat(first).hasSize(3);
        assertThat(second).hasSize(1);
        assertThat(keys.living(second.getLast(), 3)).isEmpty();
        assertThat(Stream.concat(first.stream(), second.stream())).containsExactlyElementsOf(persons);
    }

    @Test
    void a_vault_does_not_open_with_the_master_key_of_another() {
        keys.create(new PersonId(Ids.next()));
        var stranger = MasterKey.readOrCreate(directory.resolve("stranger.key"));

        assertThatIllegalStateException()
                .isThrownBy(() -> Vaults.open(database, stranger))
                .withMessageContaining("not the one");
        assertThat(Vaults.open(database, master).unpublished(10)).hasSize(1);
    }

    @Test
    void the_vault_has_a_migration_history_of_its_own() {
        assertThat(JdbcClient.create(database)
                        .sql("select table_name from information_schema.tables where table_schema = 'vault' order by 1")
                        .query(String.class)
                        .list())
                .containsExactly("flyway_schema_history", "person_key");
    }
}

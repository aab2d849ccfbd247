package org.maillage.command.vault;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonCipher;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.person.Undecipherable;
import org.maillage.kernel.person.WrappedKey;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The data keys of persons, kept wrapped. A key is kept before the first event that needs it is; a key without events is harmless. */
public final class PersonKeys {

    private final JdbcClient vault;
    private final MasterKey master;

    PersonKeys(JdbcClient vault, MasterKey master) {
        this.vault = vault;
        this.master = master;
        requireTheMasterKeyOfThisVault();
    }

    /** Another master key would go unnoticed until somebody reads a name, with new names lost to the right one meanwhile. */
    private void requireTheMasterKeyOfThisVault() {
        var any = vault.sql(
                        "select person_id, version, wrapped from vault.person_key where wrapped is not null limit 1")
                .query(PersonKeys::key)
                .optional();
        try {
            any.ifPresent(master::open);
        } catch (Undecipherable e) {
            throw new IllegalStateException(
                    "The master key file is not the one that wrapped the keys of this vault", e);
        }
    }

    /**
     * Makes the data key of a new person and keeps it, durably, in one round trip. The cipher encrypts the fields of the
     * event, which carries {@link PersonCipher#version()}.
     */
    public PersonCipher create(PersonId person) {
        var cipher = master.newCipher(person);
        vault.sql("insert into vault.person_key (person_id, version, wrapped) values (?, ?, ?)")
                .params(
                        person.value(),
                        cipher.version(),
                        Base64.getDecoder().decode(cipher.wrapped().wrapped()))
                .update();
        return cipher;
    }

    /** Keys that the feed does not have yet, as far as transactions committed before this call made them. */
    public List<WrappedKey> unpublished(int limit) {
        return vault.sql("""
            select person_id, version, wrapped
            from vault.person_key
            where not published and wrapped is not null
            order by person_id, version
            limit ?
            """).param(limit).query(PersonKeys::key).list();
    }

    /** The feed has these now. */
    public void published(List<WrappedKey> keys) {
        vault.sql("""
            update vault.person_key
            set published = true
            where (person_id, version) in (select * from unnest(?, ?)) and wrapped is not null
            """)
                .params(
                        keys.stream().map(key -> key.person().value()).toArray(UUID[]::new),
                        keys.stream().map(WrappedKey::version).toArray(Integer[]::new))
                .update();
    }

    /** The feed lost its keys: all of them are to be published again. */
    public void publishAgain() {
        vault.sql("update vault.person_key set published = false where published")
                .update();
    }

    private static WrappedKey key(ResultSet row, int number) throws SQLException {
        return new WrappedKey(
                new PersonId(row.getObject("person_id", UUID.class)),
                row.getInt("version"),
                Base64.getEncoder().encodeToString(row.getBytes("wrapped")));
    }
}

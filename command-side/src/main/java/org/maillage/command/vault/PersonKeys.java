package org.maillage.command.vault;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonCipher;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.person.Undecipherable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The data keys of persons, kept wrapped. A key is kept before the first event that needs it is; a key without events is harmless. */
public final class PersonKeys extends FeedKeys {

    private final JdbcClient vault;
    private final MasterKey master;

    PersonKeys(JdbcClient vault, MasterKey master) {
        super(vault);
        this.vault = vault;
        this.master = master;
        requireTheMasterKeyOfThisVault();
    }

    /** Another master key would go unnoticed until somebody reads a name, with new names lost to the right one meanwhile. */
    private void requireTheMasterKeyOfThisVault() {
        var any = vault.sql(
                        "select person_id, version, wrapped from vault.person_key where wrapped is not null limit 1")
                .query(FeedKeys::key)
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

    /** Opens the key of somebody known already, to encrypt or read more; empty when there is none, or none any more. */
    public Optional<PersonCipher> open(PersonId person) {
        return vault.sql("""
            select person_id, version, wrapped
            from vault.person_key
            where person_id = ? and wrapped is not null
            order by version desc
            limit 1
            """)
                .param(person.value())
                .query(FeedKeys::key)
                .optional()
                .map(master::open);
    }

    /** Destroys the key of somebody who was erased: what it encrypted is gone for ever. Once is as good as several times. */
    public void destroy(PersonId person) {
        vault.sql("""
            update vault.person_key
            set wrapped = null, erased_at = clock_timestamp(), published = false
            where person_id = ? and wrapped is not null
            """).param(person.value()).update();
    }

    /**
     * Destroys keys that must not be there, whatever a backup brought back, and tells the feed once more: it may have been restored
     * too. Who has no key gets the news of its end all the same.
     */
    public void destroyAgain(List<PersonId> persons) {
        vault.sql("""
            with erased as (select unnest(:persons) as person_id),
            destroyed as (
                update vault.person_key key
                set wrapped = null, erased_at = coalesce(key.erased_at, clock_timestamp()), published = false
                from erased
                where key.person_id = erased.person_id)
            insert into vault.person_key (person_id, version, wrapped, erased_at)
            select person_id, 1, null, clock_timestamp()
            from erased
            where not exists (select from vault.person_key key where key.person_id = erased.person_id)
            on conflict do nothing
            """)
                .param("persons", persons.stream().map(PersonId::value).toArray(UUID[]::new))
                .update();
    }

    /** Somebody whose key was destroyed, and when. */
    public record Destroyed(PersonId person, Instant at) {}

    /** Persons whose key was destroyed, in the order of their ids, from after one of them on. */
    public List<Destroyed> destroyed(@Nullable PersonId after, int limit) {
        return vault.sql("""
            select person_id, max(erased_at) as at
            from vault.person_key
            where wrapped is null and (:after::uuid is null or person_id > :after::uuid)
            group by person_id
            order by person_id
            limit :limit
            """)
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query((row, number) -> new Destroyed(
                        person(row, number),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Persons who have a key, in the order of their ids, from after one of them on. */
    public List<PersonId> living(@Nullable PersonId after, int limit) {
        return vault.sql("""
            select distinct person_id
            from vault.person_key
            where wrapped is not null and (:after::uuid is null or person_id > :after::uuid)
            order by person_id
            limit :limit
            """)
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query(FeedKeys::person)
                .list();
    }
}

package org.maillage.command.vault;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.person.WrappedKey;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the feed is to have of the keys of persons, wrapped as they are: the master key opens nothing here. */
public sealed class FeedKeys permits PersonKeys {

    private final JdbcClient vault;

    FeedKeys(JdbcClient vault) {
        this.vault = vault;
    }

    /** The keys in a database that nobody needs to open. */
    public static FeedKeys in(DataSource database) {
        return new FeedKeys(JdbcClient.create(database));
    }

    /** What the feed should say of somebody in the end: their newest key, or that it is destroyed. */
    public record Standing(PersonId person, @Nullable WrappedKey key, boolean published) {}

    /** In the order of their ids, from after one of them on. */
    public List<Standing> standing(@Nullable PersonId after, int limit) {
        return vault.sql("""
            select distinct on (person_id) person_id, version, wrapped, published
            from vault.person_key
            where :after::uuid is null or person_id > :after::uuid
            order by person_id, wrapped is null, version desc
            limit :limit
            """)
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query((row, number) -> new Standing(
                        person(row, number),
                        row.getBytes("wrapped") == null ? null : key(row, number),
                        row.getBoolean("published")))
                .list();
    }

    /** Keys that the feed does not have yet, as far as transactions committed before this call made them. */
    public List<WrappedKey> unpublished(int limit) {
        return vault.sql("""
            select person_id, version, wrapped
            from vault.person_key
            where not published and wrapped is not null
            order by person_id, version
            limit ?
            """).param(limit).query(FeedKeys::key).list();
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

    /** Erased persons of whom the feed has not heard. */
    public List<PersonId> unpublishedErasures(int limit) {
        return vault.sql("""
            select distinct person_id
            from vault.person_key
            where not published and wrapped is null
            order by person_id
            limit ?
            """).param(limit).query(FeedKeys::person).list();
    }

    /** The feed has heard of these. */
    public void erasuresPublished(List<PersonId> persons) {
        vault.sql("""
            update vault.person_key
            set published = true
            where person_id = any(?) and wrapped is null
            """)
                .param(persons.stream().map(PersonId::value).toArray(UUID[]::new))
                .update();
    }

    /** The feed lost its keys: all of them are to be published again. */
    public void publishAgain() {
        vault.sql("update vault.person_key set published = false where published")
                .update();
    }

    static PersonId person(ResultSet row, int number) throws SQLException {
        return new PersonId(row.getObject("person_id", UUID.class));
    }

    static WrappedKey key(ResultSet row, int number) throws SQLException {
        return new WrappedKey(
                new PersonId(row.getObject("person_id", UUID.class)),
                row.getInt("version"),
                Base64.getEncoder().encodeToString(row.getBytes("wrapped")));
    }
}

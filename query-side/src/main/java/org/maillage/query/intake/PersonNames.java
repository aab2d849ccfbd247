package org.maillage.query.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonCipher;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.person.PersonEvent.PersonErased;
import org.maillage.kernel.person.PersonEvent.PersonPhotoSet;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.kernel.person.PersonEvent.PersonRevised;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.person.WrappedKey;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads personal data, at the moment of the question and nowhere else: nothing of it is kept in clear. Every reading passes here, and
 * the {@link Witness} notes it first: what it cannot note is not read.
 */
public final class PersonNames {

    /** What stands for everything that was known of an erased person. */
    public static final String ERASED = "personne effacée";

    private static final Duration MOST_WAITED = Duration.ofSeconds(2);
    private static final Reader NOBODY = new Reader(null);

    private final JdbcClient database;
    private final Supplier<MasterKey> master;
    private final PersonKeyNews news;
    private final Witness witness;
    private volatile boolean current;

    /** @param current false when the topic of keys is to be read to its end first: what lies in a restored database may be erased */
    PersonNames(JdbcClient database, Supplier<MasterKey> master, PersonKeyNews news, Witness witness, boolean current) {
        this.current = current;
        this.database = database;
        this.master = master;
        this.news = news;
        this.witness = witness;
    }

    /** What one person's data is read with. */
    public static final class Reader {

        private final @Nullable PersonCipher cipher;

        private Reader(@Nullable PersonCipher cipher) {
            this.cipher = cipher;
        }

        public boolean erased() {
            return cipher == null;
        }

        /**
         * The clear text of a field of an event of this person, {@value PersonNames#ERASED} for an erased one.
         *
         * @param keyVersion what the event says
         */
        public String read(Class<? extends PersonEvent> event, String field, int keyVersion, Ciphertext sealed) {
            return cipher == null ? ERASED : cipher.decrypt(event, field, keyVersion, sealed);
        }
    }

    private record Stored(
            UUID person, int version, @Nullable String wrapped) {}

    /**
     * For each of these persons what its data is read with: one query for all. It is noted that they are read.
     *
     * @throws ReadModelBehind when a key has not arrived yet
     */
    public Map<PersonId, Reader> readers(Collection<PersonId> persons) {
        var readers = opened(persons);
        var readable = readers.entrySet().stream()
                .filter(reader -> !reader.getValue().erased())
                .map(Map.Entry::getKey)
                .toList();
        if (!readable.isEmpty()) {
            witness.reads(readable);
        }
        return readers;
    }

    private Map<PersonId, Reader> opened(Collection<PersonId> persons) {
        var readers = new HashMap<PersonId, Reader>();
        var missing = new LinkedHashSet<>(persons);
        if (missing.isEmpty()) {
            return readers;
        }
        long deadline = System.nanoTime() + MOST_WAITED.toNanos();
        while (!current) {
            switch (await(news.arrivals(), Duration.ofNanos(deadline - System.nanoTime()))) {
                case ARRIVED -> {}
                case NONE_LEFT -> current = true;
                case TOO_LATE -> throw new ReadModelBehind(Duration.ofSeconds(1));
            }
        }
        while (true) {
            long arrivals = news.arrivals();
            find(missing, readers);
            if (missing.isEmpty()) {
                return readers;
            }
            switch (await(arrivals, Duration.ofNanos(deadline - System.nanoTime()))) {
                case ARRIVED -> {}
                // Keys are published before what they encrypt: one that is gone was erased, and its tombstone with it.
                case NONE_LEFT -> {
                    find(missing, readers);
                    missing.forEach(person -> readers.put(person, new Reader(null)));
                    return readers;
                }
                case TOO_LATE -> throw new ReadModelBehind(Duration.ofSeconds(1));
            }
        }
    }

    /**
     * The full names of these persons, {@value #ERASED} for the erased ones.
     *
     * @param newest of each person the last event that names them, or their erasure, which needs no key
     */
    public Map<UUID, String> fullNames(Collection<? extends PersonEvent> newest) {
        var readers = readers(
                newest.stream().filter(PersonNames::names).map(PersonEvent::id).collect(Collectors.toSet()));
        var names = new HashMap<UUID, String>();
        for (var event : newest) {
            var reader = readers.getOrDefault(event.id(), NOBODY);
            switch (event) {
                case PersonRegistered named ->
                    names.put(
                            named.id().value(),
                            reader.read(PersonRegistered.class, "fullName", named.keyVersion(), named.fullName()));
                case PersonRevised named ->
                    names.put(
                            named.id().value(),
                            reader.read(PersonRevised.class, "fullName", named.keyVersion(), named.fullName()));
                case PersonErased erased -> names.put(erased.id().value(), ERASED);
                case PersonPhotoSet _ -> {}
            }
        }
        return names;
    }

    private static boolean names(PersonEvent event) {
        return switch (event) {
            case PersonRegistered _, PersonRevised _ -> true;
            case PersonPhotoSet _, PersonErased _ -> false;
        };
    }

    private PersonKeyNews.Answer await(long arrivals, Duration most) {
        try {
            return news.await(arrivals, most);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return PersonKeyNews.Answer.TOO_LATE;
        }
    }

    private void find(Set<PersonId> missing, Map<PersonId, Reader> readers) {
        if (missing.isEmpty()) {
            return;
        }
        var found = database.sql("""
            select person_id, version, replace(encode(wrapped, 'base64'), E'\\n', '')
            from intake.person_key where person_id = any(?)\
            """)
                .param(missing.stream().map(PersonId::value).toArray(UUID[]::new))
                .query((row, _) -> stored(row))
                .list();
        for (var key : found) {
            var person = new PersonId(key.person());
            readers.put(person, reader(person, key));
            missing.remove(person);
        }
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(row.getObject(1, UUID.class), row.getInt(2), row.getString(3));
    }

    private Reader reader(PersonId person, Stored key) {
        var wrapped = key.wrapped();
        return wrapped == null
                ? new Reader(null)
                : new Reader(master.get().open(new WrappedKey(person, key.version(), wrapped)));
    }
}

package org.maillage.query.persondata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.Ids;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.servers.TestServers;
import org.maillage.query.intake.AsOf;
import org.maillage.query.persondata.PersonalReads.Asked;
import org.springframework.jdbc.core.simple.JdbcClient;

class PersonalReadsTest {

    private final PersonId jeanne = new PersonId(Ids.next());
    private final PersonId bruno = new PersonId(Ids.next());
    private volatile Instant now = Instant.parse("2026-07-01T08:00:10Z");
    private volatile Asked asked = new Asked("agent-7", "GET /persons/{id}", "t1");
    private HikariDataSource pool;
    private PersonalReads reads;

    @BeforeEach
    void open() {
        var fresh = TestServers.freshDatabase();
        pool = new HikariDataSource();
        pool.setJdbcUrl(fresh.url());
        pool.setUsername(fresh.user());
        pool.setPassword(fresh.password());
        pool.setMaximumPoolSize(2);
        reads = PersonDataConfiguration.open(pool, () -> asked, () -> now, 10, Period.ofYears(1));
    }

    @AfterEach
    void close() {
        reads.stop();
        pool.close();
    }

    private List<PersonalRead> of(PersonId person) {
        return reads.of(person.value(), null, 100, AsOf.NOW);
    }

    @Test
    void a_read_is_noted_with_its_reader_its_page_and_its_trace() {
        reads.start();
        reads.reads(List.of(jeanne, bruno));

        await().untilAsserted(() ->
                assertThat(of(jeanne)).containsExactly(new PersonalRead(now, "agent-7", "GET /persons/{id}", "t1")));
        assertThat(of(bruno)).hasSize(1);
    }

    @Test
    void the_same_reader_on_the_same_page_counts_once_a_minute() {
        reads.reads(List.of(jeanne));
        now = now.plusSeconds(20);
        reads.reads(List.of(jeanne, jeanne));
        asked = new Asked("agent-8", "GET /persons/{id}", "t2");
        reads.reads(List.of(jeanne));
        now = now.plusSeconds(60);
        reads.reads(List.of(jeanne));
        assertThat(reads.waiting()).isEqualTo(3);

        // Another node, or this one after a restart, has forgotten what it noted: the table has not.
        var other = PersonDataConfiguration.open(pool, () -> asked, () -> now, 10, Period.ofYears(1));
        other.reads(List.of(jeanne));
        reads.start();
        reads.stop();
        other.start();
        other.stop();

        assertThat(of(jeanne)).extracting(PersonalRead::actor).containsExactly("agent-8", "agent-8", "agent-7");
    }

    @Test
    void what_waits_is_written_before_the_end() {
        reads.reads(List.of(jeanne));
        assertThat(of(jeanne)).isEmpty();

        reads.start();
        reads.stop();

        assertThat(of(jeanne)).hasSize(1);
        assertThat(reads.waiting()).isZero();
    }

    @Test
    void when_the_queue_is_full_nothing_more_is_read() {
        var many = Stream.generate(() -> new PersonId(Ids.next())).limit(10).toList();
        reads.reads(many);

        assertThatThrownBy(() -> reads.reads(List.of(jeanne)))
                .isInstanceOf(ReadsNotWritten.class)
                .hasMessageNotContaining(jeanne.toString());
        // What is noted already may be read on.
        reads.reads(many);
        assertThat(reads.waiting()).isEqualTo(10);

        reads.start();
        await().until(() -> reads.waiting() == 0);
        reads.reads(List.of(jeanne));
        await().untilAsserted(() -> assertThat(of(jeanne)).hasSize(1));
    }

    @Test
    void while_the_database_is_away_reads_wait() {
        var database = JdbcClient.create(pool);
        database.sql("alter table reads.personal_read rename to away").update();
        reads.start();
        reads.reads(List.of(jeanne));
        assertThat(reads.waiting()).isEqualTo(1);
        database.sql("alter table reads.away rename to personal_read").update();

        await().untilAsserted(() -> assertThat(of(jeanne)).hasSize(1));
    }

    @Test
    void a_read_that_is_too_old_is_purged() {
        var database = JdbcClient.create(pool);
        reads.reads(List.of(jeanne));
        now = now.plus(Duration.ofDays(364));
        reads.reads(List.of(bruno));
        reads.start();
        reads.stop();
        assertThat(of(jeanne)).hasSize(1);

        now = now.plus(Duration.ofDays(2));
        reads.start();

        await().untilAsserted(() -> assertThat(of(jeanne)).isEmpty());
        assertThat(of(bruno)).hasSize(1);
        assertThat(database.sql("select count(*) from reads.personal_read")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void nobody_reads_unnoted_however_many_read_at_once() {
        var persons = Stream.generate(() -> new PersonId(Ids.next())).limit(500).toList();
        reads.start();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 2_000)
                    .forEach(i -> threads.submit(() -> {
                        var person = persons.get(i % persons.size());
                        await().ignoreException(ReadsNotWritten.class).until(() -> {
                            reads.reads(List.of(person));
                            return true;
                        });
                    }));
        }
        reads.stop();

        assertThat(persons).allSatisfy(person -> assertThat(of(person)).hasSize(1));
    }
}

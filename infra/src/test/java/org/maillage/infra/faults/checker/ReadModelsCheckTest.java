package org.maillage.infra.faults.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a real PostgreSQL that holds what the projections make of every golden event. */
class ReadModelsCheckTest {

    private static List<StoredEvent> events;
    private static Evidence.Database reads;

    @BeforeAll
    static void fold() throws Exception {
        events = ModelsTest.golden();
        reads = ReadSide.of(events);
    }

    private static List<String> found(List<StoredEvent> events) throws Exception {
        return Past.found(new ReadModelsCheck(events, reads, Models.ALL));
    }

    /** Plants, looks, and takes away. */
    private static List<String> planted(String sql, String back) throws Exception {
        ReadSide.execute(reads, sql);
        try {
            return found(events);
        } finally {
            ReadSide.execute(reads, back);
            assertThat(found(events)).isEmpty();
        }
    }

    private static long position(String type) {
        return events.stream()
                .filter(event -> event.type().equals(type))
                .findFirst()
                .orElseThrow()
                .position();
    }

    @Test
    void read_models_that_say_what_the_events_say_are_right() throws Exception {
        assertThat(found(events)).isEmpty();
        assertThat(new ReadModelsCheck(events, reads, Models.ALL).look(new Findings("read models")))
                .endsWith(" rows in 39 tables");
    }

    @Test
    void a_lost_row_is_found() throws Exception {
        var where = " from time_cost_v3.time_fact where position = " + position("TimeLogged");

        assertThat(planted(
                        "create table kept as select *" + where + "; delete" + where,
                        "insert into time_cost_v3.time_fact select * from kept; drop table kept"))
                .singleElement()
                .asString()
                .contains("time_cost_v3.time_fact has 0 rows of position " + position("TimeLogged"));
    }

    @Test
    void a_doubled_row_is_found() throws Exception {
        assertThat(planted(
                        "insert into bilan_v2.attendance_fact select * from bilan_v2.attendance_fact where"
                                + " position = "
                                + position("AttendanceCorrected"),
                        "delete from bilan_v2.attendance_fact where ctid = (select max(ctid) from"
                                + " bilan_v2.attendance_fact)"))
                .singleElement()
                .asString()
                .contains("bilan_v2.attendance_fact has 2 rows of position " + position("AttendanceCorrected"));
    }

    @Test
    void a_wrong_value_is_found_and_named_by_its_column_alone() throws Exception {
        assertThat(planted(
                        "update time_cost_v3.money_fact set amount = amount + 0.01 where kind = 'COST' and position = "
                                + position("DirectCostRecorded"),
                        "update time_cost_v3.money_fact set amount = amount - 0.01 where kind = 'COST' and position = "
                                + position("DirectCostRecorded")))
                .singleElement()
                .asString()
                .contains("time_cost_v3.money_fact has another amount for position")
                .doesNotContain("60");
    }

    @Test
    void other_bytes_are_found() throws Exception {
        assertThat(planted(
                        "update proof_v1.record_fact set payload = payload || '\\x20' where position = 7",
                        "update proof_v1.record_fact set payload = substr(payload, 1, length(payload) - 1)"
                                + " where position = 7"))
                .singleElement()
                .asString()
                .contains("proof_v1.record_fact has another payload for position 7");
    }

    @Test
    void a_row_of_an_event_that_does_not_exist_is_found() throws Exception {
        assertThat(found(events.subList(0, events.size() - 1)))
                .isNotEmpty()
                .allMatch(finding -> finding.contains("where there is no event"));
    }

    @Test
    void a_model_or_a_table_that_nobody_knows_is_found() throws Exception {
        assertThat(planted(
                        "insert into intake.serving_version values ('news', 1); create table agenda_v1.more (position"
                                + " bigint)",
                        "delete from intake.serving_version where projection = 'news'; drop table agenda_v1.more"))
                .anyMatch(finding -> finding.contains("news_v1"))
                .anyMatch(finding -> finding.contains("agenda_v1.more"));
    }

    @Test
    void a_kept_root_that_is_not_that_of_its_leaves_is_found() throws Exception {
        assertThat(planted(
                        "insert into proof_v1.subtree values (1, '\\x00', 1024, gen_random_uuid(), now())",
                        "delete from proof_v1.subtree"))
                .singleElement()
                .asString()
                .contains("proof_v1.subtree");
    }
}

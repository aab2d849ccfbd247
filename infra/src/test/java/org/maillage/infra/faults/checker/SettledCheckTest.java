package org.maillage.infra.faults.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SettledCheckTest {

    private static List<StoredEvent> events;
    private static Evidence.Database reads;

    @BeforeAll
    static void fold() throws Exception {
        events = ModelsTest.golden().subList(0, 40);
        reads = ReadSide.of(events);
    }

    private static List<String> found(long published) throws Exception {
        var partitions =
                Arrays.stream(ReadSide.lastOfPartitions(events)).boxed().toList();
        var ledger = new Ledger(events, List.of(), List.of(), new Ledger.Published(published, partitions));
        return Past.found(new SettledCheck(ledger, reads, "main"));
    }

    @Test
    void a_platform_at_rest_is_right() throws Exception {
        assertThat(found(40)).isEmpty();
    }

    @Test
    void an_event_that_was_never_published_is_found() throws Exception {
        assertThat(found(39)).containsExactly("the publisher is at position 39, the ledger at 40");
    }

    @Test
    void a_read_model_that_stopped_is_found() throws Exception {
        ReadSide.execute(
                reads,
                "update intake.projection_offset set position = position - 1 where projection = 'bilan_v2' and"
                        + " position = 40");
        try {
            assertThat(found(40))
                    .singleElement()
                    .asString()
                    .contains("bilan_v2 is at position 39")
                    .endsWith("the feed at 40");
        } finally {
            ReadSide.execute(
                    reads,
                    "update intake.projection_offset set position = 40 where projection = 'bilan_v2' and position ="
                            + " 39");
        }
    }

    @Test
    void a_key_that_stayed_parked_is_found() throws Exception {
        ReadSide.execute(
                reads,
                "insert into intake.parked (projection, source, key, position, partition, koffset, headers, value,"
                        + " error) values ('bilan_v2', '/maillage/main', 'k', 7, 0, 0, '', '', '')");
        try {
            assertThat(found(40)).containsExactly("position 7 is still parked under key k in bilan_v2");
        } finally {
            ReadSide.execute(reads, "delete from intake.parked");
        }
    }
}

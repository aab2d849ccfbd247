package org.maillage.kernel.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.Ids;

class FeedPartitionTest {

    @Property
    void a_key_has_the_partition_that_Kafka_itself_would_choose(@ForAll long high, @ForAll long low) {
        assertPartition(new UUID(high, low));
    }

    @Test
    void so_have_the_keys_that_we_make() {
        for (int i = 0; i < 10_000; i++) {
            assertPartition(Ids.next());
        }
    }

    private static void assertPartition(UUID key) {
        assertThat(CloudEvents.partition(key))
                .isEqualTo(BuiltInPartitioner.partitionForKey(key.toString().getBytes(UTF_8), CloudEvents.PARTITIONS));
    }
}

package org.maillage.command.publishing;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.maillage.command.ledger.Stored;
import org.maillage.kernel.wire.CloudEvents;

/** What goes out in one Kafka transaction, and where that leads. The same progress and events always make the same records. */
record Batch(List<ProducerRecord<String, byte[]>> records, Progress from, Progress to) {

    static Batch of(Progress from, List<Stored> events, Outgoing outgoing) {
        var records = new ArrayList<ProducerRecord<String, byte[]>>(events.size());
        var position = from.position();
        var previous = from.partitions();
        for (var event : events) {
            if (event.position() != position + 1) {
                throw new IllegalStateException(
                        "Position " + event.position() + " follows " + position + ": the ledger is not dense");
            }
            position = event.position();
            var partition = CloudEvents.partition(event.streamKey());
            records.add(outgoing.record(event, partition, previous[partition]));
            previous[partition] = position;
        }
        return new Batch(records, from, new Progress(position, previous));
    }
}

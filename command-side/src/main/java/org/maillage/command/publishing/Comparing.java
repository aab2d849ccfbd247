package org.maillage.command.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.maillage.command.ledger.Stored;
import org.maillage.command.notary.Checkpoints;
import org.maillage.command.vault.FeedKeys;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.wire.CloudEvents;

/** Reads the whole feed beside the whole ledger. A record is right when it is, byte for byte, what would be published now. */
final class Comparing {

    private static final int PAGE = 1_000;

    private final Kafka kafka;
    private final Backlog backlog;
    private final FeedKeys keys;
    private final Checkpoints checkpoints;
    private final Outgoing outgoing;
    private final byte[] source;
    private final LostEvents lost;
    private final Pace pace;
    private final Difference difference = new Difference();
    private final long[] taken = new long[CloudEvents.PARTITIONS];

    Comparing(Kafka kafka, Backlog backlog, FeedKeys keys, Checkpoints checkpoints, LostEvents lost, Pace pace) {
        this.kafka = kafka;
        this.backlog = backlog;
        this.keys = keys;
        this.checkpoints = checkpoints;
        this.outgoing = new Outgoing(kafka.ledger());
        this.source = CloudEvents.source(kafka.ledger()).getBytes(UTF_8);
        this.lost = lost;
        this.pace = pace;
    }

    /**
     * @param published up to where the ledger said that it was published, before this began: what follows may be on its way
     * @param checkpoint the same of checkpoints
     */
    Difference run(long published, long checkpoint) {
        compareEvents(published);
        compareKeys();
        compareCheckpoints(checkpoint);
        return difference;
    }

    private void compareEvents(long published) {
        var previous = new long[CloudEvents.PARTITIONS];
        try (var lanes = new Lanes(kafka, CloudEvents.EVENTS_TOPIC, CloudEvents.PARTITIONS)) {
            for (var page = backlog.read(0, PAGE); !page.isEmpty(); ) {
                for (var event : page) {
                    int partition = CloudEvents.partition(event.streamKey());
                    compare(event, outgoing.record(event, partition, previous[partition]), lanes, published);
                    previous[partition] = event.position();
                    difference.events++;
                }
                pace.at(page.getLast().position());
                page = backlog.read(page.getLast().position(), PAGE);
            }
            for (int partition = 0; partition < CloudEvents.PARTITIONS; partition++) {
                for (var rest = head(lanes, partition); rest != null; rest = head(lanes, partition)) {
                    onlyInTheFeed(lanes, rest);
                }
            }
        }
    }

    private void compare(Stored event, ProducerRecord<String, byte[]> expected, Lanes lanes, long published) {
        int partition = expected.partition();
        var head = head(lanes, partition);
        while (head != null && position(head) < event.position()) {
            onlyInTheFeed(lanes, head);
            head = head(lanes, partition);
        }
        if (head == null || position(head) > event.position()) {
            missing(event.position(), published);
        } else if (!Arrays.equals(
                header(head, CloudEvents.HEADER_ID), event.eventId().toString().getBytes(UTF_8))) {
            onlyInTheFeed(lanes, head);
            missing(event.position(), published);
        } else {
            if (!same(head, expected)) {
                difference.changed.add(event.position());
            }
            take(lanes, head);
        }
    }

    private void missing(long position, long published) {
        if (position > published) {
            difference.waiting++;
        } else {
            difference.missing.add(position);
        }
    }

    private static boolean same(ConsumerRecord<String, byte[]> record, ProducerRecord<String, byte[]> expected) {
        return expected.key().equals(record.key())
                && Arrays.equals(expected.value(), record.value())
                && expected.timestamp() == record.timestamp()
                && Arrays.equals(expected.headers().toArray(), record.headers().toArray());
    }

    /** The next record of this ledger that is not a repeat. */
    private @Nullable ConsumerRecord<String, byte[]> head(Lanes lanes, int partition) {
        for (var head = lanes.peek(partition); head != null; head = lanes.peek(partition)) {
            if (Arrays.equals(header(head, CloudEvents.HEADER_SOURCE), source)) {
                if (position(head) > taken[partition]) {
                    return head;
                }
                difference.repeated++;
            }
            lanes.take(partition);
        }
        return null;
    }

    private void onlyInTheFeed(Lanes lanes, ConsumerRecord<String, byte[]> record) {
        difference.onlyInTheFeed.add(position(record));
        lost.add(record);
        take(lanes, record);
    }

    private void take(Lanes lanes, ConsumerRecord<String, byte[]> record) {
        taken[record.partition()] = position(record);
        lanes.take(record.partition());
    }

    private static long position(ConsumerRecord<String, byte[]> record) {
        var position = header(record, CloudEvents.HEADER_POSITION);
        if (position == null) {
            throw new IllegalStateException("The record at offset " + record.offset() + " of " + record.topic() + "-"
                    + record.partition() + " has no position");
        }
        return Long.parseLong(new String(position, UTF_8));
    }

    private static byte @Nullable [] header(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : header.value();
    }

    private void compareKeys() {
        Map<String, byte @Nullable []> feed = new HashMap<>();
        try (var lanes = new Lanes(kafka, CloudEvents.KEYS_TOPIC, 1)) {
            for (var record = lanes.peek(0); record != null; record = lanes.peek(0)) {
                feed.put(record.key(), record.value());
                lanes.take(0);
            }
        }
        PersonId after = null;
        for (var page = keys.standing(after, PAGE); !page.isEmpty(); page = keys.standing(after, PAGE)) {
            for (var standing : page) {
                after = standing.person();
                var there = feed.remove(standing.person().toString());
                var key = standing.key();
                if (key != null) {
                    difference.keys++;
                }
                if (standing.published()
                        && !Arrays.equals(
                                there, key == null ? null : outgoing.record(key).value())) {
                    if (key == null) {
                        difference.keysTooMany++;
                    } else {
                        difference.keysMissing++;
                    }
                }
            }
        }
        difference.keysTooMany +=
                feed.values().stream().filter(value -> value != null).count();
    }

    private void compareCheckpoints(long published) {
        long last = 0;
        try (var lanes = new Lanes(kafka, CloudEvents.CHECKPOINTS_TOPIC, 1)) {
            for (var page = checkpoints.after(0, PAGE); !page.isEmpty(); page = checkpoints.after(last, PAGE)) {
                for (var issued : page) {
                    last = issued.checkpoint().size();
                    difference.checkpoints++;
                    var expected = outgoing.record(issued);
                    var head = checkpoint(lanes);
                    if (head != null && Arrays.equals(head.value(), expected.value())) {
                        var value = head.value();
                        for (var same = head;
                                same != null && Arrays.equals(same.value(), value);
                                same = checkpoint(lanes)) {
                            lanes.take(0);
                        }
                    } else if (last <= published) {
                        difference.checkpointsMissing++;
                    }
                }
            }
            while (checkpoint(lanes) != null) {
                difference.checkpointsTooMany++;
                lanes.take(0);
            }
        }
    }

    private @Nullable ConsumerRecord<String, byte[]> checkpoint(Lanes lanes) {
        var head = lanes.peek(0);
        while (head != null && !kafka.ledger().equals(head.key())) {
            lanes.take(0);
            head = lanes.peek(0);
        }
        return head;
    }
}

package org.maillage.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The names of the feed: its topics, its headers (CloudEvents 1.0.2, Kafka binary mode), its partitions. */
public final class CloudEvents {

    public static final String SPEC_VERSION = "1.0";
    public static final String CONTENT_TYPE = "application/json";

    /** Every event, for ever. */
    public static final String EVENTS_TOPIC = "partnership-events";
    /** Wrapped data keys of persons, compacted; a tombstone erases. */
    public static final String KEYS_TOPIC = "person-keys";
    /** Every checkpoint of the ledger's tree, for ever, in one partition; the key is the ledger's name. */
    public static final String CHECKPOINTS_TOPIC = "ledger-checkpoints";
    /** How many partitions the events topic has; a key never changes its partition. */
    public static final int PARTITIONS = 12;

    public static final String HEADER_SPECVERSION = "ce_specversion";
    public static final String HEADER_ID = "ce_id";
    public static final String HEADER_SOURCE = "ce_source";
    public static final String HEADER_TYPE = "ce_type";
    public static final String HEADER_TIME = "ce_time";
    public static final String HEADER_SUBJECT = "ce_subject";
    public static final String HEADER_DATASCHEMA = "ce_dataschema";
    public static final String HEADER_CONTENT_TYPE = "content-type";
    /** The number in the aggregate, from 0, contiguous over the topic. */
    public static final String HEADER_SEQUENCE = "ce_sequence";
    /** The position in the ledger, from 1, dense; strictly increasing in every partition. */
    public static final String HEADER_POSITION = "ce_position";
    /** The position of the record before in the same partition, 0 for the first. */
    public static final String HEADER_PREVIOUS = "ce_previous";

    public static final String HEADER_ACTOR = "ce_actor";
    public static final String HEADER_EPN = "ce_epnid";
    public static final String HEADER_TRACEPARENT = "ce_traceparent";
    /** The stored metadata, byte for byte: with the rest of the record, all that a leaf is made of. */
    public static final String HEADER_METADATA = "ce_metadata";

    /** On a checkpoint: the public key that verifies it, in X.509 form, DER, Base64. */
    public static final String HEADER_PUBLIC_KEY = "publickey";

    private CloudEvents() {}

    /** The source of a ledger's events: {@code /maillage/main}. */
    public static String source(String ledger) {
        return "/maillage/" + ledger;
    }

    /** Where the schema of a type and revision is found: {@code /schemas/org.maillage.convention.ConventionSigned.v1.json}. */
    public static String dataSchema(String cloudEventsType) {
        return "/schemas/" + cloudEventsType + ".json";
    }

    /** The partition of a key: Kafka's own murmur2 over its text, so that any client with the default partitioner agrees. */
    public static int partition(UUID key) {
        return (murmur2(key.toString().getBytes(StandardCharsets.US_ASCII)) & 0x7fffffff) % PARTITIONS;
    }

    private static int murmur2(byte[] data) {
        int length = data.length;
        int h = 0x9747b28c ^ length;
        int m = 0x5bd1e995;
        int whole = length / 4;
        for (int i = 0; i < whole; i++) {
            int at = i * 4;
            int k = (data[at] & 0xff)
                    | (data[at + 1] & 0xff) << 8
                    | (data[at + 2] & 0xff) << 16
                    | (data[at + 3] & 0xff) << 24;
            k *= m;
            k ^= k >>> 24;
            k *= m;
            h *= m;
            h ^= k;
        }
        int rest = whole * 4;
        for (int i = length - 1; i >= rest; i--) {
            h ^= (data[i] & 0xff) << (8 * (i - rest));
            if (i == rest) {
                h *= m;
            }
        }
        h ^= h >>> 13;
        h *= m;
        return h ^ h >>> 15;
    }
}

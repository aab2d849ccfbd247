package org.maillage.command.publishing;

import static java.util.Map.entry;
import static org.apache.kafka.common.config.TopicConfig.*;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.CloudEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics of the feed, as promised: made where they are missing, put right where settings differ, refused where they cannot be. */
final class Topics implements AutoCloseable {

    /** A request body is at most 1 MiB, but its events may be longer: encryption and escapes add to it. */
    static final int LARGEST_RECORD = 8 << 20;

    private static final Logger log = LoggerFactory.getLogger(Topics.class);
    private static final int MOST_REPLICAS = 3;
    private static final String FOR_EVER = "-1";
    private static final String ANY = Long.toString(Long.MAX_VALUE);

    /** For ever, whatever the age: a replay years later is as good as the first time. */
    private static final Map<String, String> KEPT = Map.ofEntries(
            entry(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE),
            entry(RETENTION_MS_CONFIG, FOR_EVER),
            entry(RETENTION_BYTES_CONFIG, FOR_EVER),
            entry(MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime"),
            entry(MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, ANY),
            entry(MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, ANY),
            entry(MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_RECORD)),
            entry(COMPRESSION_TYPE_CONFIG, "producer"),
            entry(UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false"));

    /** How long a segment of keys is written to. */
    private static final Duration SEGMENT = Duration.ofHours(1);

    /** When whatever is written next begins a new segment, so that compaction reaches the one before. */
    static final Duration SETTLED = SEGMENT.plusMinutes(1);

    private static final Topic EVENTS = new Topic(CloudEvents.EVENTS_TOPIC, CloudEvents.PARTITIONS, KEPT);

    private static final Topic CHECKPOINTS = new Topic(CloudEvents.CHECKPOINTS_TOPIC, 1, KEPT);

    /**
     * One key per person, and none of somebody erased: what a tombstone covers is gone from the log within hours, however
     * little is written (see {@link Turn}), while the tombstone itself waits long for consumers that are away.
     */
    private static final Topic KEYS = new Topic(
            CloudEvents.KEYS_TOPIC,
            1,
            Map.ofEntries(
                    entry(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_COMPACT),
                    entry(SEGMENT_MS_CONFIG, millis(SEGMENT)),
                    entry(MIN_COMPACTION_LAG_MS_CONFIG, "0"),
                    entry(MAX_COMPACTION_LAG_MS_CONFIG, millis(Duration.ofHours(1))),
                    entry(MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.01"),
                    entry(DELETE_RETENTION_MS_CONFIG, millis(Duration.ofDays(30))),
                    entry(COMPRESSION_TYPE_CONFIG, "producer"),
                    entry(UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false")));

    private static final List<Topic> ALL = List.of(EVENTS, KEYS, CHECKPOINTS);

    private final Admin admin;
    private final Set<String> made = new HashSet<>();

    Topics(Admin admin) {
        this.admin = admin;
    }

    private record Topic(String name, int partitions, Map<String, String> settings) {

        ConfigResource resource() {
            return new ConfigResource(ConfigResource.Type.TOPIC, name);
        }
    }

    /** @throws UnfitTopic if one of them exists with another number of partitions */
    void prepare() {
        for (var topic : ALL) {
            try {
                check(topic);
            } catch (UnknownTopicOrPartitionException missing) {
                create(topic);
            }
        }
    }

    private void create(Topic topic) {
        int brokers = get(admin.describeCluster().nodes()).size();
        int replicas = Math.min(MOST_REPLICAS, brokers);
        var settings = new HashMap<>(topic.settings());
        settings.put(MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(Math.max(1, replicas - 1)));
        var created = new NewTopic(topic.name(), topic.partitions(), (short) replicas).configs(settings);
        get(admin.createTopics(List.of(created)).all());
        made.add(topic.name());
        log.info("Topic {} made: {} partitions, {} replicas", topic.name(), topic.partitions(), replicas);
    }

    private void check(Topic topic) {
        var descriptions = get(admin.describeTopics(List.of(topic.name())).allTopicNames());
        int partitions = Objects.requireNonNull(descriptions.get(topic.name()))
                .partitions()
                .size();
        if (partitions != topic.partitions()) {
            throw new UnfitTopic(topic.name(), partitions, topic.partitions());
        }
        var configs = get(admin.describeConfigs(List.of(topic.resource())).all());
        var actual = Objects.requireNonNull(configs.get(topic.resource()));
        var corrections = topic.settings().entrySet().stream()
                .filter(wanted -> !wanted.getValue().equals(value(actual.get(wanted.getKey()))))
                .map(wanted -> new AlterConfigOp(
                        new ConfigEntry(wanted.getKey(), wanted.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        if (!corrections.isEmpty()) {
            get(admin.incrementalAlterConfigs(Map.of(topic.resource(), corrections))
                    .all());
            log.info(
                    "Topic {} put right: {}",
                    topic.name(),
                    corrections.stream()
                            .map(op -> op.configEntry().name())
                            .sorted()
                            .toList());
        }
    }

    private static @Nullable String value(@Nullable ConfigEntry entry) {
        return entry == null ? null : entry.value();
    }

    /** Whether nothing was ever written there: the topic is new, though the ledger may be old. */
    boolean isEmpty(String name) {
        if (made.contains(name)) {
            // Not all brokers may know of it yet.
            return true;
        }
        var ends = ALL.stream()
                .filter(topic -> topic.name().equals(name))
                .flatMap(topic -> IntStream.range(0, topic.partitions()).boxed())
                .collect(Collectors.toMap(i -> new TopicPartition(name, i), _ -> OffsetSpec.latest()));
        return get(admin.listOffsets(ends).all()).values().stream().allMatch(end -> end.offset() == 0);
    }

    /** Whether {@link #prepare} made it. */
    boolean isNew(String name) {
        return made.contains(name);
    }

    /** What tells a topic from one of the same name that was made after it; absent for what does not exist. */
    Map<String, Uuid> ids() {
        var ids = new HashMap<String, Uuid>();
        admin.describeTopics(ALL.stream().map(Topic::name).toList())
                .topicNameValues()
                .forEach((name, description) -> {
                    try {
                        ids.put(name, get(description).topicId());
                    } catch (UnknownTopicOrPartitionException missing) {
                        log.debug("There is no topic {}", name);
                    }
                });
        return ids;
    }

    /** Deletes those that exist, and returns once they are gone. */
    void delete() {
        var existing = ids().keySet();
        if (!existing.isEmpty()) {
            get(admin.deleteTopics(existing).all());
            while (!ids().isEmpty()) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}

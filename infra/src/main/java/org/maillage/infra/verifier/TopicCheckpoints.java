package org.maillage.infra.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The topic {@code ledger-checkpoints}: those of one ledger. */
final class TopicCheckpoints implements Checkpoints {

    private static final String NAME = "ledger-checkpoints";

    private final Topic topic;
    private final byte[] ledger;

    private TopicCheckpoints(Topic topic, String ledger) {
        this.topic = topic;
        this.ledger = ledger.getBytes(UTF_8);
    }

    static TopicCheckpoints open(Broker broker, String ledger) {
        return new TopicCheckpoints(Topic.open(broker, NAME), ledger);
    }

    @Override
    public @Nullable Checkpoint next() {
        while (true) {
            topic.fill();
            var lane = topic.lanes().stream()
                    .filter(candidate -> !candidate.waiting().isEmpty())
                    .findFirst();
            if (lane.isEmpty()) {
                return null;
            }
            var record = lane.get().waiting().remove();
            if (!Arrays.equals(record.key(), ledger)) {
                continue;
            }
            try {
                return Json.checkpoint(record.value() == null ? new byte[0] : record.value());
            } catch (IllegalArgumentException unreadable) {
                throw Fault.ofACheckpoint("the record at offset " + record.offset() + " of " + NAME
                        + " is not written as a checkpoint is (" + CannotVerify.words(unreadable) + ")");
            }
        }
    }

    @Override
    public boolean fromTheFirst() {
        return true;
    }

    @Override
    public void close() {
        topic.close();
    }
}

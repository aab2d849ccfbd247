package org.maillage.command.publishing;

/** A topic that somebody made otherwise than the feed promises. Only people can mend that: the publisher stops. */
final class UnfitTopic extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnfitTopic(String topic, int partitions, int expected) {
        super("The topic " + topic + " has " + partitions + " partitions and must have " + expected
                + ": a key would change its partition, and with it its order");
    }
}

package org.maillage.command.publishing;

import org.maillage.kernel.wire.CloudEvents;

/**
 * How far a ledger is published. The last position of each partition belongs to it: a batch that is repeated after a crash
 * must name the same predecessors as the first time.
 */
final class Progress {

    static final Progress NOTHING = new Progress(0, new long[CloudEvents.PARTITIONS]);

    private final long position;
    private final long[] partitions;

    Progress(long position, long[] partitions) {
        if (partitions.length != CloudEvents.PARTITIONS) {
            throw new IllegalArgumentException(partitions.length + " partitions instead of " + CloudEvents.PARTITIONS);
        }
        this.position = position;
        this.partitions = partitions.clone();
    }

    long position() {
        return position;
    }

    long[] partitions() {
        return partitions.clone();
    }
}

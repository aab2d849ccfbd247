package org.maillage.command.ledger;

import java.security.MessageDigest;

/** A stored event with the leaf that is stored beside it. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares these
public record Hashed(Stored event, byte[] leaf) {

    /** Whether the event is what was recorded, as far as its leaf is. */
    public boolean isIntact() {
        return MessageDigest.isEqual(leaf, event.leaf());
    }
}

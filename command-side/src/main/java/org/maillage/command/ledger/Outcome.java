package org.maillage.command.ledger;

import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.ConsistencyToken;

/**
 * What came of a command.
 *
 * @param response what the responder made, now or the first time
 * @param result what the handler returned; null for a repeat
 * @param version the sequence of the aggregate's last event, after the command
 * @param written every event of the write
 * @param replayed a command that was done before: nothing was decided
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares these
public record Outcome(
        byte @Nullable [] response,
        @Nullable Object result,
        long version,
        ConsistencyToken written,
        boolean replayed) {}

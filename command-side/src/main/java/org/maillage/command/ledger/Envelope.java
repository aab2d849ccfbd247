package org.maillage.command.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What comes with a command and is no part of it.
 *
 * @param commandId the idempotency key of the client: the same one again is answered with what was answered first
 * @param requestHash what tells the same request from another one under the same key
 * @param expectedVersion the version that the client has seen ({@code If-Match})
 * @param actor who asks
 * @param traceparent the W3C trace context
 * @param responder makes the answer that is kept for repeats
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares these
public record Envelope(
        @Nullable UUID commandId,
        byte @Nullable [] requestHash,
        @Nullable Long expectedVersion,
        @Nullable String actor,
        @Nullable String traceparent,
        @Nullable Responder responder) {

    public static final Envelope EMPTY = new Envelope(null, null, null, null, null, null);
}

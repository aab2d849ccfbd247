package org.maillage.command.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What travels with a command. */
public record Envelope(
        @Nullable UUID commandId,
        byte @Nullable [] requestHash,
        @Nullable Long expectedVersion,
        @Nullable String actor,
        @Nullable String traceparent,
        @Nullable Responder responder) {}

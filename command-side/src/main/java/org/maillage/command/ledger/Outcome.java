package org.maillage.command.ledger;

import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.ConsistencyToken;

/** What became of a command that was accepted. */
public record Outcome(
        byte @Nullable [] response, @Nullable Object result, long version, ConsistencyToken written, boolean replayed) {}

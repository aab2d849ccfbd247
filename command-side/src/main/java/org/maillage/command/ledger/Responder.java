package org.maillage.command.ledger;

import org.jspecify.annotations.Nullable;

/** Makes an answer before it is known that it holds: it is stored with the events, so it says nothing of their positions. */
@FunctionalInterface
public interface Responder {

    byte[] respond(@Nullable Object handlerResult, long version);
}

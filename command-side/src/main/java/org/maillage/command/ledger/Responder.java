package org.maillage.command.ledger;

import org.jspecify.annotations.Nullable;

/** Makes the response that is stored with the events, inside the unit of work. */
@FunctionalInterface
public interface Responder {

    byte[] respond(@Nullable Object handlerResult, long version);
}

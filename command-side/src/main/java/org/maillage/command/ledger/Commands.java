package org.maillage.command.ledger;

import org.maillage.command.Command;

/** The way in to the aggregates. */
public interface Commands {

    Outcome send(Command command, Envelope envelope);
}

package org.maillage.command.ledger;

import org.maillage.kernel.Event;

/**
 * What must follow from a fact in the same write. Every bean of this type hears every event once all decisions of a command are
 * made, before anything is written; it dispatches {@link NestedCommands}, and a refusal of theirs refuses the whole.
 */
@FunctionalInterface
public interface Policy {

    void hear(Event event);
}

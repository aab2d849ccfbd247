package org.maillage.command.ledger;

/** What became of a unit. */
sealed interface Verdict {

    /** It is durable; its first event has this position, and the others follow it. */
    record Written(long first) implements Verdict {}

    record KnownCommand() implements Verdict {}

    record LostRace() implements Verdict {}

    record BornAlready() implements Verdict {}

    /** Somebody else holds what this change of the unit wants. */
    record ClaimHeld(ClaimChange change) implements Verdict {}
}

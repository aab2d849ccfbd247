package org.maillage.command.poll;

import org.maillage.command.Refusal;

/** Once a date is chosen nobody answers any more, and no other is chosen. */
final class PollIsClosed extends Refusal {

    private static final long serialVersionUID = 1;

    PollIsClosed() {
        super("Ce sondage est clos : une date a été retenue.");
    }
}

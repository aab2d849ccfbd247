package org.maillage.command.publishing;

/** Somebody else moved the position of the ledger: this publisher's turn is over. */
final class Overtaken extends RuntimeException {

    private static final long serialVersionUID = 1;

    Overtaken(String ledger, long position) {
        super("The publisher of " + ledger + " is no longer at position " + position);
    }
}

package org.maillage.command.notary;

/** What is stored is not what was recorded. Only people can find out why: the notary stops. */
final class BrokenLedger extends RuntimeException {

    private static final long serialVersionUID = 1;

    BrokenLedger(String message) {
        super(message);
    }

    BrokenLedger(String message, Exception cause) {
        super(message, cause);
    }
}

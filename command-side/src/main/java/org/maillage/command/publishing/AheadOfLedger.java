package org.maillage.command.publishing;

/**
 * The feed holds what the ledger does not: its database was most likely restored from a backup. To publish beside it would give
 * positions a second meaning, and only people can decide what of the feed is lost: the publisher stops.
 */
final class AheadOfLedger extends RuntimeException {

    private static final long serialVersionUID = 1;

    AheadOfLedger(String ledger, String topic, String what) {
        super("the topic " + topic + " " + what + ": was the database of " + ledger
                + " restored? What only the feed has is listed by: java -jar maillage.jar republish; the topics are"
                + " made anew from the ledger by: java -jar maillage.jar republish --recreate");
    }
}

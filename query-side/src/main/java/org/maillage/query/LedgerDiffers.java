package org.maillage.query;

/**
 * What arrived over the feed is not what the ledger signed: 500, and an alarm. A proof of the one by the other cannot be given, and one
 * that only seemed right would be worse than none.
 */
public final class LedgerDiffers extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param size of the checkpoint whose root is another */
    public LedgerDiffers(long size) {
        super("The leaves up to " + size + " have another root than the one that was signed", null, false, false);
    }
}

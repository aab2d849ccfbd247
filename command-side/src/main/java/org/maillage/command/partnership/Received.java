package org.maillage.command.partnership;

import org.maillage.kernel.partnership.ReceiptId;

/** What a receipt adds to the answer. */
record Received(ReceiptId receiptId) {}

package org.maillage.command.partnership;

import org.maillage.kernel.partnership.DocumentId;

/** What a document adds to the answer. */
record Attached(DocumentId documentId, int documentVersion) {}

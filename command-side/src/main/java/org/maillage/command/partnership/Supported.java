package org.maillage.command.partnership;

import org.maillage.kernel.partnership.SupportId;

/** What a support adds to the answer. */
record Supported(SupportId supportId) {}

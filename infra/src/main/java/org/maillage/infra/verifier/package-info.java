/**
 * Proves a ledger without the platform. Written from {@code infra/docs/ledger-format.md} alone, so it shares no code with what it
 * checks: a mistake of the writer is not repeated here.
 */
@NullMarked
package org.maillage.infra.verifier;

import org.jspecify.annotations.NullMarked;

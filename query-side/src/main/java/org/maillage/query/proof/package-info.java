/** Proofs (preuves): that an event is in the ledger, that the ledger only grows, and what was known at an instant. */
@NullMarked
package org.maillage.query.proof;

import org.jspecify.annotations.NullMarked;

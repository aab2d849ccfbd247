/** The event store: groups commits, gives dense positions, keeps claims and command ids, hashes. It knows no feature. */
@NullMarked
package org.maillage.command.ledger;

import org.jspecify.annotations.NullMarked;

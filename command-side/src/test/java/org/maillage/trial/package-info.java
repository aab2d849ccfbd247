/** Aggregates made for the ledger's tests, outside the packages that the command side scans. */
@NullMarked
package org.maillage.trial;

import org.jspecify.annotations.NullMarked;

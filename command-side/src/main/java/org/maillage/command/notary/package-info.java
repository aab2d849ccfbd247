/** Signs what the ledger is, again and again, so that nobody changes it unnoticed. It knows no feature. */
@NullMarked
package org.maillage.command.notary;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.maillage.command.ledger;

import org.jspecify.annotations.NullMarked;

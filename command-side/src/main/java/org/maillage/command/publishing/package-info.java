/** Relays the ledger to Kafka: every event once in one order, as CloudEvents that can prove their own completeness. */
@NullMarked
package org.maillage.command.publishing;

import org.jspecify.annotations.NullMarked;

/** Kafka to projections: offsets, deduplication, gaps, parking, rebuilds, and the wait for one's own writes. */
@NullMarked
package org.maillage.query.intake;

import org.jspecify.annotations.NullMarked;

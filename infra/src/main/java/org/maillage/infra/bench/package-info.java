/** Measures the whole on real, durable servers that it starts itself: what it promises, against plain PostgreSQL in the same run. */
@NullMarked
package org.maillage.infra.bench;

import org.jspecify.annotations.NullMarked;

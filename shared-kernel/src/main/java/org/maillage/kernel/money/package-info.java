/** Exact amounts. */
@NullMarked
package org.maillage.kernel.money;

import org.jspecify.annotations.NullMarked;

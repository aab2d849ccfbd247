/** Existing money with its strings attached, and the two-way check of cumulation (cumul des financements). */
@NullMarked
package org.maillage.kernel.funding;

import org.jspecify.annotations.NullMarked;

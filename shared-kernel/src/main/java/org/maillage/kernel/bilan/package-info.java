/** Final reports (bilan). */
@NullMarked
package org.maillage.kernel.bilan;

import org.jspecify.annotations.NullMarked;

/** Deliverables (réalisation). */
@NullMarked
package org.maillage.kernel.deliverable;

import org.jspecify.annotations.NullMarked;

/** The centre (espace public numérique). */
@NullMarked
package org.maillage.kernel.epn;

import org.jspecify.annotations.NullMarked;

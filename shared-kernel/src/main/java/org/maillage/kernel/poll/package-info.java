/** Date polls (sondage de dates). */
@NullMarked
package org.maillage.kernel.poll;

import org.jspecify.annotations.NullMarked;

/** Each thing as it stands, folded from its own events when it is asked for (fiches). */
@NullMarked
package org.maillage.query.cards;

import org.jspecify.annotations.NullMarked;

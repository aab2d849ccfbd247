/** Who did what, when, and when it was recorded (historique de la relation). */
@NullMarked
package org.maillage.query.relationshiphistory;

import org.jspecify.annotations.NullMarked;

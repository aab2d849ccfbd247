/** Time spent against what it brought back (temps passé / retour). */
@NullMarked
package org.maillage.query.timecost;

import org.jspecify.annotations.NullMarked;

/** The statistics of the final report (bilan). */
@NullMarked
package org.maillage.query.bilan;

import org.jspecify.annotations.NullMarked;

/** The pipeline (suivi des partenariats): partnerships by state, their warnings, what waits for whom. */
@NullMarked
package org.maillage.query.pipeline;

import org.jspecify.annotations.NullMarked;

/** Image consents (droit à l’image). */
@NullMarked
package org.maillage.kernel.consent;

import org.jspecify.annotations.NullMarked;

/** Public identifiers of organisations and places. */
@NullMarked
package org.maillage.kernel.organisation;

import org.jspecify.annotations.NullMarked;

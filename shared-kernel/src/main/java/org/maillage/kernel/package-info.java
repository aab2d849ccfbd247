/** What every room shares: events, identifiers, values. */
@NullMarked
package org.maillage.kernel;

import org.jspecify.annotations.NullMarked;

/** A small door of our kind, for tests: what every side does alike. */
@NullMarked
package org.maillage.door;

import org.jspecify.annotations.NullMarked;

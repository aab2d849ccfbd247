/** Stored files, as events name them. */
@NullMarked
package org.maillage.kernel.document;

import org.jspecify.annotations.NullMarked;

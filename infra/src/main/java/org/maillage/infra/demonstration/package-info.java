/** A believable centre with its partnerships, entered through the public API as people would. */
@NullMarked
package org.maillage.infra.demonstration;

import org.jspecify.annotations.NullMarked;

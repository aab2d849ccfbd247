/**
 * What nobody should have to try in production: a whole platform of real processes, clients that write into it, and whatever can
 * go wrong with either, by a seed. Afterwards everything that was acknowledged must be there, once.
 */
@NullMarked
package org.maillage.infra.faults;

import org.jspecify.annotations.NullMarked;

/** Whom each centre lets in, what belongs to it, and the check that stands before every question. */
@NullMarked
package org.maillage.query.access;

import org.jspecify.annotations.NullMarked;

/** Persons: the one aggregate that holds personal data, encrypted. */
@NullMarked
package org.maillage.kernel.person;

import org.jspecify.annotations.NullMarked;

/** Violations of the house rules, planted so that each rule is seen to fail. */
@NullMarked
package org.maillage.planted.edge;

import org.jspecify.annotations.NullMarked;

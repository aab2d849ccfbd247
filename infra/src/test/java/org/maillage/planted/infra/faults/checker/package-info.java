/** Violations of the house rules, planted so that each rule is seen to fail. */
@NullMarked
package org.maillage.planted.infra.faults.checker;

import org.jspecify.annotations.NullMarked;

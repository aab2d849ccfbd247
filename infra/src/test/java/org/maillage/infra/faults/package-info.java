@NullMarked
package org.maillage.infra.faults;

import org.jspecify.annotations.NullMarked;

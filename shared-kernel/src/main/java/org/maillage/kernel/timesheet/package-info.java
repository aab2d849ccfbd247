/** Working time (temps-homme). */
@NullMarked
package org.maillage.kernel.timesheet;

import org.jspecify.annotations.NullMarked;

/** Days, durations. */
@NullMarked
package org.maillage.kernel.calendar;

import org.jspecify.annotations.NullMarked;

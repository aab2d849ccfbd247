/** Working time: the commands, the aggregate that decides, the way in over HTTP. */
@NullMarked
package org.maillage.command.timesheet;

import org.jspecify.annotations.NullMarked;

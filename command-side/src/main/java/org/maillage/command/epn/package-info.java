/** The centre: the commands, the aggregate that decides, the way in over HTTP. */
@NullMarked
package org.maillage.command.epn;

import org.jspecify.annotations.NullMarked;

/** Conventions: the commands, the aggregate that decides, the way in over HTTP. */
@NullMarked
package org.maillage.command.convention;

import org.jspecify.annotations.NullMarked;

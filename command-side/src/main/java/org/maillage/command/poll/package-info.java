/** Date polls: the commands, the aggregate that decides, the way in over HTTP. */
@NullMarked
package org.maillage.command.poll;

import org.jspecify.annotations.NullMarked;

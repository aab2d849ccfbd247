/** Final reports: the commands, the aggregate that decides, the way in over HTTP. */
@NullMarked
package org.maillage.command.bilan;

import org.jspecify.annotations.NullMarked;

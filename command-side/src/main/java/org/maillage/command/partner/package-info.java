/** Partner cards: the commands, the aggregate that decides, the way in over HTTP. */
@NullMarked
package org.maillage.command.partner;

import org.jspecify.annotations.NullMarked;

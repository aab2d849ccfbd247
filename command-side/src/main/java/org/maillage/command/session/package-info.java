/** Sessions and their sheets: the commands, the aggregate that decides, the way in over HTTP. */
@NullMarked
package org.maillage.command.session;

import org.jspecify.annotations.NullMarked;

/** Persons: the commands, the aggregate that decides, the way in over HTTP. */
@NullMarked
package org.maillage.command.person;

import org.jspecify.annotations.NullMarked;

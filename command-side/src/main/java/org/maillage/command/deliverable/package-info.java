/** Deliverables: the commands, the aggregate that decides, the way in over HTTP. */
@NullMarked
package org.maillage.command.deliverable;

import org.jspecify.annotations.NullMarked;

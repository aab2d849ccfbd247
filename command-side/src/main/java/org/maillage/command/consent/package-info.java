/** Image consents: the commands, the aggregate that decides, the way in over HTTP. */
@NullMarked
package org.maillage.command.consent;

import org.jspecify.annotations.NullMarked;

/** The data keys of persons: made before their events, kept apart from them. */
@NullMarked
package org.maillage.command.vault;

import org.jspecify.annotations.NullMarked;

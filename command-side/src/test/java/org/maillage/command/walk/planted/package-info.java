/** An aggregate that breaks the rules, to show that the walks notice. */
@NullMarked
package org.maillage.command.walk.planted;

import org.jspecify.annotations.NullMarked;

/** Random walks through every aggregate of the house, and the state machines that they draw. */
@NullMarked
package org.maillage.command.walk;

import org.jspecify.annotations.NullMarked;

/** Who may do what (habilitations): roles, grants, and the one table that says which role opens which door. */
@NullMarked
package org.maillage.kernel.access;

import org.jspecify.annotations.NullMarked;

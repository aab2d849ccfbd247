/**
 * Running the platform (exploitation): what waits and why, what is rebuilt, and who did what about it. The work itself is the
 * intake's; here it is asked for, allowed and written down.
 */
@NullMarked
package org.maillage.query.operations;

import org.jspecify.annotations.NullMarked;

/** What every HTTP door does alike: who asks, for what they may ask, how often, and what a problem looks like. */
@NullMarked
package org.maillage.edge;

import org.jspecify.annotations.NullMarked;

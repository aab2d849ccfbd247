/** How the published language travels: JSON, CloudEvents, catalogue, tokens. */
@NullMarked
package org.maillage.kernel.wire;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.maillage.kernel;

import org.jspecify.annotations.NullMarked;

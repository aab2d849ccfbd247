/** Projects (projet, action). */
@NullMarked
package org.maillage.kernel.project;

import org.jspecify.annotations.NullMarked;

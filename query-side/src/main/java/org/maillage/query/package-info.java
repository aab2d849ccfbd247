@NullMarked
package org.maillage.query;

import org.jspecify.annotations.NullMarked;

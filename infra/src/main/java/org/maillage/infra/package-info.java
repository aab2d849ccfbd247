@NullMarked
package org.maillage.infra;

import org.jspecify.annotations.NullMarked;

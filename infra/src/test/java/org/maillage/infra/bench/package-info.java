@NullMarked
package org.maillage.infra.bench;

import org.jspecify.annotations.NullMarked;

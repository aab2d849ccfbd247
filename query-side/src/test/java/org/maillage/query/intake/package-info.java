@NullMarked
package org.maillage.query.intake;

import org.jspecify.annotations.NullMarked;

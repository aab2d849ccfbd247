/** Partner cards (fiche partenaire). */
@NullMarked
package org.maillage.kernel.partner;

import org.jspecify.annotations.NullMarked;

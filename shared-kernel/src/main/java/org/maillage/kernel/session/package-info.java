/** Sessions (séance) and their attendance sheets (feuille d’émargement). */
@NullMarked
package org.maillage.kernel.session;

import org.jspecify.annotations.NullMarked;

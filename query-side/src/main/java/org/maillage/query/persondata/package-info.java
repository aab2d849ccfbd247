/** What is held on one person: where it came from, who read it, how long it may stay (droit d’accès, durées de conservation). */
@NullMarked
package org.maillage.query.persondata;

import org.jspecify.annotations.NullMarked;

/** The agenda (agenda, échéances): what has a date in the partnerships of a centre. */
@NullMarked
package org.maillage.query.agenda;

import org.jspecify.annotations.NullMarked;

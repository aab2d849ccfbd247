/** Partnerships (partenariat): from proposal to follow-up. */
@NullMarked
package org.maillage.kernel.partnership;

import org.jspecify.annotations.NullMarked;

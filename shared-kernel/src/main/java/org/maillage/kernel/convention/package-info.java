/** Conventions (convention de partenariat): drafted, validated, signed. */
@NullMarked
package org.maillage.kernel.convention;

import org.jspecify.annotations.NullMarked;

/** What a centre must be able to show: funding, conflicts of cumulation, image consents, personal data (conformité). */
@NullMarked
package org.maillage.query.compliance;

import org.jspecify.annotations.NullMarked;

package org.maillage.kernel.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.epn.EpnId;

/**
 * Who asks, as a verified token says.
 *
 * @param client the application that asks for them; the rate is limited per client
 * @param roles what the token lets them be; which centres let them be it is theirs to say
 * @param narrowedTo the only centres for which the token is meant; null for all that open to its subject
 */
public record Caller(
        Subject subject,
        String client,
        Set<AccessRole> roles,
        @Nullable Set<EpnId> narrowedTo) {

    public Caller {
        roles = Set.copyOf(roles);
        narrowedTo = narrowedTo == null ? null : Set.copyOf(narrowedTo);
    }

    /** Whether the token says nothing against this centre. */
    public boolean mayEnter(EpnId epn) {
        return narrowedTo == null || narrowedTo.contains(epn);
    }
}

package org.maillage.kernel.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.person.PersonId;

/**
 * What a centre lets somebody be.
 *
 * @param person who that is, when the centre knows them
 * @param partner for whom a partner's people act
 */
public record Grant(
        Set<AccessRole> roles,
        @Nullable PersonId person,
        @Nullable PartnerId partner) {

    public Grant {
        roles = Set.copyOf(roles);
    }
}

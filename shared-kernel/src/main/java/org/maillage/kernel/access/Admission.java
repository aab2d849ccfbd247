package org.maillage.kernel.access;

import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.person.PersonId;

/**
 * Who a caller is in a centre that knows them.
 *
 * @param roles those that both the token and the centre say; never empty
 * @param person who that is, when the centre knows
 * @param partner for whom a partner's people act
 */
public record Admission(
        Set<AccessRole> roles,
        @Nullable PersonId person,
        @Nullable PartnerId partner) {

    /** Who may name anybody: they hand on what was decided or worked elsewhere. */
    private static final Set<AccessRole> FOR_ANYBODY = Set.of(AccessRole.INTEGRATION, AccessRole.ADMINISTRATEUR);

    private static final Set<AccessRole> PARTNER_ALONE = Set.of(AccessRole.PARTENAIRE);

    public Admission {
        roles = Set.copyOf(roles);
    }

    /**
     * Null for a stranger: nothing is granted, the token is meant for other centres, or token and grant have no role in common.
     *
     * @param grant what the centre grants the caller
     * @param administered whether anybody ever administered the centre
     */
    public static @Nullable Admission of(Caller caller, EpnId epn, @Nullable Grant grant, boolean administered) {
        if (!caller.mayEnter(epn)) {
            return null;
        }
        if (grant == null) {
            return !administered && caller.roles().contains(AccessRole.ADMINISTRATEUR)
                    ? new Admission(Set.of(AccessRole.ADMINISTRATEUR), null, null)
                    : null;
        }
        return of(grant.roles(), caller.roles(), grant.person(), grant.partner());
    }

    /** The same at a door that opens to some roles alone; null when the caller has none of them. */
    public @Nullable Admission through(Set<AccessRole> allowed) {
        return of(roles, allowed, person, partner);
    }

    private static @Nullable Admission of(
            Set<AccessRole> some, Set<AccessRole> others, @Nullable PersonId person, @Nullable PartnerId partner) {
        var roles = some.stream().filter(others::contains).collect(Collectors.toSet());
        var nobodys = roles.equals(PARTNER_ALONE) && partner == null;
        return roles.isEmpty() || nobodys ? null : new Admission(roles, person, partner);
    }

    /** Whether the caller may do this in the name of that person: everybody in their own, a system in anybody's. */
    public boolean mayBe(PersonId named) {
        return named.equals(person) || !Collections.disjoint(roles, FOR_ANYBODY);
    }

    /** The partner beyond whose partnerships nothing exists for the caller; null for people of the centre. */
    public @Nullable PartnerId confinedTo() {
        return roles.equals(PARTNER_ALONE) ? partner : null;
    }

    /** How the caller stands in what is recorded: the person, or else the account. */
    public String actor(Caller caller) {
        return person == null ? caller.subject().value() : person.toString();
    }
}

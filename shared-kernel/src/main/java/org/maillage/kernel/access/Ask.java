package org.maillage.kernel.access;

import java.util.Set;

/**
 * Somebody at a door.
 *
 * @param allowed the roles to which the door opens
 */
public record Ask(Caller caller, Set<AccessRole> allowed) {

    public Ask {
        allowed = Set.copyOf(allowed);
    }

    /** Whether the token alone makes it certain that this door stays shut, whatever the centre. */
    public boolean isVain() {
        return caller.roles().stream().noneMatch(allowed::contains);
    }
}

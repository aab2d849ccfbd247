package org.maillage.kernel.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.AccessGranted;
import org.maillage.kernel.epn.EpnEvent.AccessRevoked;
import org.maillage.kernel.epn.EpnEvent.EpnRegistered;
import org.maillage.kernel.epn.EpnId;

/**
 * Whom a centre lets in, one grant per account.
 *
 * @param administered whether anybody ever administered it. One that nobody did was registered before there was identity, and is
 *     open to every administrator
 */
public record Grants(EpnId epn, boolean administered, Map<Subject, Grant> bySubject) {

    public Grants {
        bySubject = Map.copyOf(bySubject);
    }

    /** The fold: what holds after an event of the centre. */
    public static Grants after(@Nullable Grants before, EpnEvent event) {
        var grants = before == null ? new Grants(event.id(), false, Map.of()) : before;
        if (event instanceof EpnRegistered registered && registered.administrator() != null) {
            return grants.with(registered.administrator(), new Grant(Set.of(AccessRole.ADMINISTRATEUR), null, null));
        }
        if (event instanceof AccessGranted granted) {
            return grants.with(
                    granted.subject(), new Grant(Set.copyOf(granted.roles()), granted.personId(), granted.partnerId()));
        }
        if (event instanceof AccessRevoked revoked) {
            return grants.with(revoked.subject(), null);
        }
        return grants;
    }

    private Grants with(Subject subject, @Nullable Grant grant) {
        var next = new HashMap<>(bySubject);
        if (grant == null) {
            next.remove(subject);
        } else {
            next.put(subject, grant);
        }
        var administers = grant != null && grant.roles().contains(AccessRole.ADMINISTRATEUR);
        return new Grants(epn, administered || administers, next);
    }

    /** Who a caller is here; null for a stranger, for whom nothing of this centre exists. */
    public @Nullable Admission admit(Caller caller) {
        return Admission.of(caller, epn, bySubject.get(caller.subject()), administered);
    }
}

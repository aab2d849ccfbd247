package org.maillage.kernel.convention;

import java.util.UUID;
import org.maillage.kernel.Id;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerId;

/** Identifies a party to a convention (partie): the centre or one of the partners, by its own id. */
public record PartyId(UUID value) implements Id {

    public static PartyId of(EpnId epn) {
        return new PartyId(epn.value());
    }

    public static PartyId of(PartnerId partner) {
        return new PartyId(partner.value());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

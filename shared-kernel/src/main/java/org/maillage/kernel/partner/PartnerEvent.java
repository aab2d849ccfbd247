package org.maillage.kernel.partner;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Rna;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.person.PersonId;

/** What happens to a partner card (fiche partenaire), which belongs to one centre. */
public sealed interface PartnerEvent extends Event {

    @Override
    PartnerId id();

    @Override
    default PartnerId streamKey() {
        return id();
    }

    /**
     * A card was made for an organisation.
     *
     * @param audiences whom it serves (publics)
     * @param domains what it works on (domaines)
     * @param source how the centre found it: a local event, the municipal guide, an introduction…
     */
    record PartnerRegistered(
            PartnerId id,
            EpnId epnId,
            String name,
            PartnerKind kind,
            @Nullable Siret siret,
            @Nullable Rna rna,
            @Nullable CommuneCode communeCode,
            List<String> audiences,
            List<String> domains,
            @Nullable String source)
            implements PartnerEvent {

        public PartnerRegistered {
            audiences = List.copyOf(audiences);
            domains = List.copyOf(domains);
        }
    }

    /** Somebody at the partner can be reached (interlocuteur). */
    record ContactAdded(PartnerId id, EpnId epnId, PersonId personId, Role role) implements PartnerEvent {}

    /** The centre and the partner were in touch, outside any partnership. */
    record PartnerExchangeLogged(
            PartnerId id,
            EpnId epnId,
            ExchangeChannel channel,
            LocalDate on,
            @Nullable String note,
            @Nullable PersonId contactId)
            implements PartnerEvent {}

    /** The card was read again and is right (« actualisez vos données tous les ans »). */
    record PartnerCardConfirmed(PartnerId id, EpnId epnId, LocalDate on) implements PartnerEvent {}
}

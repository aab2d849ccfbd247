package org.maillage.command.partner;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Rna;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.person.PersonId;

sealed interface PartnerCommand extends Command {

    PartnerId id();

    @Override
    default PartnerId target() {
        return id();
    }

    record RegisterPartner(
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
            implements PartnerCommand {}

    record AddContact(PartnerId id, PersonId personId, Role role) implements PartnerCommand {}

    record LogPartnerExchange(
            PartnerId id,
            ExchangeChannel channel,
            LocalDate on,
            @Nullable String note,
            @Nullable PersonId contactId) implements PartnerCommand {}

    record ConfirmPartnerCard(PartnerId id, LocalDate on) implements PartnerCommand {}
}

package org.maillage.command.epn;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.person.PersonId;

sealed interface EpnCommand extends Command {

    EpnId id();

    @Override
    default EpnId target() {
        return id();
    }

    record RegisterEpn(
            EpnId id,
            String name,
            LegalForm legalForm,
            @Nullable Siret siret,
            CommuneCode communeCode,
            List<String> missions,
            List<String> audiences,
            @Nullable Integer activePartnershipThreshold)
            implements EpnCommand {}

    record AppointStaff(EpnId id, PersonId personId, Role role) implements EpnCommand {}

    /** For one person or for everybody in a role: exactly one of both is given. */
    record SetHourlyRate(
            EpnId id, @Nullable PersonId personId, @Nullable Role role, Money amount, LocalDate effectiveFrom)
            implements EpnCommand {}
}

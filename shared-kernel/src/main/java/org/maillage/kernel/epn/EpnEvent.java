package org.maillage.kernel.epn;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.person.PersonId;

/** What happens to a centre (espace public numérique). */
public sealed interface EpnEvent extends Event {

    @Override
    EpnId id();

    @Override
    default EpnId epnId() {
        return id();
    }

    @Override
    default EpnId streamKey() {
        return id();
    }

    /**
     * A centre joined Maillage.
     *
     * @param missions what it exists for (missions)
     * @param audiences whom it serves (publics)
     * @param activePartnershipThreshold how many partnerships at once are too many (« chronophage »)
     */
    record EpnRegistered(
            EpnId id,
            String name,
            LegalForm legalForm,
            @Nullable Siret siret,
            CommuneCode communeCode,
            List<String> missions,
            List<String> audiences,
            @Nullable Integer activePartnershipThreshold)
            implements EpnEvent {

        public EpnRegistered {
            missions = List.copyOf(missions);
            audiences = List.copyOf(audiences);
        }
    }

    /** Somebody works for the centre, in a role. */
    record StaffAppointed(EpnId id, PersonId personId, Role role) implements EpnEvent {}

    /**
     * An hour of work has a cost (taux horaire) from a day on, for one person or for everybody in a role; exactly one of both.
     * Setting it again for the same day replaces it.
     */
    record HourlyRateSet(
            EpnId id, @Nullable PersonId personId, @Nullable Role role, Money amount, LocalDate effectiveFrom)
            implements EpnEvent {}
}

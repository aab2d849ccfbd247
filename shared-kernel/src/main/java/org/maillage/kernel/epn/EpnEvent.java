package org.maillage.kernel.epn;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.access.Subject;
import org.maillage.kernel.convention.TemplateStep;
import org.maillage.kernel.funding.FundingId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
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
     * @param domains what it works on
     * @param positioning how it wants to be seen (« un espace culture multimédia de haut vol »)
     * @param administrator who registered it, and says who may do what in it; null before there was identity
     */
    record EpnRegistered(
            EpnId id,
            String name,
            LegalForm legalForm,
            @Nullable Siret siret,
            CommuneCode communeCode,
            List<String> missions,
            List<String> audiences,
            @Nullable Integer activePartnershipThreshold,
            List<String> domains,
            @Nullable String positioning,
            @Nullable Subject administrator)
            implements EpnEvent {

        public EpnRegistered {
            missions = List.copyOf(missions);
            audiences = List.copyOf(audiences);
            domains = List.copyOf(domains);
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

    /** The centre exists for other things now. */
    record EpnMissionsRevised(EpnId id, List<String> missions) implements EpnEvent {

        public EpnMissionsRevised {
            missions = List.copyOf(missions);
        }
    }

    /** What the centre works on, and how it wants to be seen (« l’image globale de votre action »). */
    record EpnPositioned(
            EpnId id, List<String> domains, @Nullable String positioning) implements EpnEvent {

        public EpnPositioned {
            domains = List.copyOf(domains);
        }
    }

    /**
     * The centre has money with conditions.
     *
     * @param exclusive whether nobody else may pay for these missions
     * @param until the last day on which it is in force
     */
    record FundingDeclared(
            EpnId id,
            FundingId fundingId,
            String funder,
            List<String> missions,
            boolean exclusive,
            @Nullable Money amount,
            LocalDate from,
            @Nullable LocalDate until)
            implements EpnEvent {

        public FundingDeclared {
            missions = List.copyOf(missions);
        }
    }

    /**
     * A funding agreement ends, or ends otherwise than said.
     *
     * @param endedOn the last day on which it is in force
     */
    record FundingEnded(
            EpnId id,
            FundingId fundingId,
            LocalDate endedOn,
            @Nullable String reason) implements EpnEvent {}

    /** From when on the centre wants to be warned. */
    record ThresholdsSet(EpnId id, Thresholds thresholds) implements EpnEvent {}

    /** Who approves conventions with partners of a kind (« Quel circuit doit prendre la convention ? »). */
    record CircuitTemplateSet(EpnId id, PartnerKind partnerKind, List<TemplateStep> steps) implements EpnEvent {

        public CircuitTemplateSet {
            steps = List.copyOf(steps);
        }
    }

    /** Partner cards came from a file; each has its own event. */
    record PartnersImported(EpnId id, int rows) implements EpnEvent {}

    /**
     * The centre lets an account in (habilitation). Granting again replaces what was granted before.
     *
     * @param personId who that is, when the centre knows them: they may act in their own name
     * @param partnerId for whom a partner's people act
     */
    record AccessGranted(
            EpnId id,
            Subject subject,
            List<AccessRole> roles,
            @Nullable PersonId personId,
            @Nullable PartnerId partnerId)
            implements EpnEvent {

        public AccessGranted {
            roles = List.copyOf(roles);
        }
    }

    /** The centre does not let an account in any more. */
    record AccessRevoked(EpnId id, Subject subject, String reason) implements EpnEvent {}
}

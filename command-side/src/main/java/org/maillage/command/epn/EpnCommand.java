package org.maillage.command.epn;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.command.Refusal;
import org.maillage.command.UnknownReference.UnknownEpn;
import org.maillage.kernel.Id;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.access.Subject;
import org.maillage.kernel.convention.TemplateStep;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.funding.FundingId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.person.PersonId;

sealed interface EpnCommand extends Command {

    EpnId id();

    @Override
    default EpnId target() {
        return id();
    }

    /**
     * @param administrator who says from now on who may do what in it
     */
    record RegisterEpn(
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
            Subject administrator)
            implements EpnCommand {
        @Override
        public @Nullable Id within() {
            return null;
        }
    }

    record ReviseEpnMissions(EpnId id, List<String> missions) implements EpnCommand {}

    record PositionEpn(
            EpnId id, List<String> domains, @Nullable String positioning) implements EpnCommand {}

    record AppointStaff(EpnId id, PersonId personId, Role role) implements EpnCommand {}

    /** For one person or for everybody in a role: exactly one of both is given. */
    record SetHourlyRate(
            EpnId id, @Nullable PersonId personId, @Nullable Role role, Money amount, LocalDate effectiveFrom)
            implements EpnCommand {}

    /**
     * @param until null for an agreement without an end
     */
    record DeclareFunding(
            EpnId id,
            FundingId fundingId,
            String funder,
            List<String> missions,
            boolean exclusive,
            @Nullable Money amount,
            LocalDate from,
            @Nullable LocalDate until)
            implements EpnCommand {
        @Override
        public Refusal unknown() {
            return new UnknownEpn();
        }
    }

    record EndFunding(
            EpnId id,
            FundingId fundingId,
            LocalDate endedOn,
            @Nullable String reason) implements EpnCommand {
        @Override
        public Refusal unknown() {
            return new UnknownFunding();
        }
    }

    /** What is null stays as it is. */
    record SetThresholds(
            EpnId id,
            @Nullable Integer staleCardDays,
            @Nullable Integer analysisDelayDays,
            @Nullable Integer lateBilanMeetingDays,
            @Nullable Money sizeableContribution,
            @Nullable Integer activePartnerships,
            @Nullable Integer expiryNoticeDays)
            implements EpnCommand {}

    record SetCircuitTemplate(EpnId id, PartnerKind partnerKind, List<TemplateStep> steps) implements EpnCommand {}

    /**
     * @param personId who that is, when the centre knows them
     * @param partnerId for whom a partner's people act
     */
    record GrantAccess(
            EpnId id,
            Subject subject,
            List<AccessRole> roles,
            @Nullable PersonId personId,
            @Nullable PartnerId partnerId)
            implements EpnCommand {}

    record RevokeAccess(EpnId id, Subject subject, String reason) implements EpnCommand {}
}

package org.maillage.command.partner;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partner.ChannelConstraintKind;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.TechFamiliarity;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.SessionId;

sealed interface PartnerCommand extends Command {

    PartnerId id();

    @Override
    default PartnerId target() {
        return id();
    }

    record RegisterPartner(PartnerId id, EpnId epnId, Card card) implements PartnerCommand {
        @Override
        public EpnId within() {
            return epnId;
        }
    }

    record RevisePartner(PartnerId id, Card card) implements PartnerCommand {}

    record AddContact(PartnerId id, PersonId personId, Role role) implements PartnerCommand {}

    record ChangeContactRole(PartnerId id, PersonId personId, Role role) implements PartnerCommand {}

    record RemoveContact(PartnerId id, PersonId personId) implements PartnerCommand {}

    record SetTechFamiliarity(PartnerId id, TechFamiliarity level) implements PartnerCommand {}

    /** For one contact, or for all of them. */
    record NoteChannelConstraint(
            PartnerId id,
            @Nullable PersonId contactId,
            ChannelConstraintKind kind,
            @Nullable String note) implements PartnerCommand {}

    record DeclareFundingObjection(
            PartnerId id, String funder, @Nullable String reason) implements PartnerCommand {}

    record WithdrawFundingObjection(PartnerId id, String funder, String reason) implements PartnerCommand {}

    record LogPartnerExchange(
            PartnerId id,
            ExchangeChannel channel,
            LocalDate on,
            @Nullable String note,
            @Nullable PersonId contactId) implements PartnerCommand {}

    record InvitePartner(
            PartnerId id,
            PartnershipId partnershipId,
            @Nullable SessionId sessionId,
            LocalDate on,
            @Nullable String note)
            implements PartnerCommand {}

    record SendGreeting(
            PartnerId id,
            LocalDate on,
            @Nullable ExchangeChannel channel,
            @Nullable String note) implements PartnerCommand {}

    record ConfirmPartnerCard(PartnerId id, LocalDate on) implements PartnerCommand {}

    /** Of a double, into the card that stays. */
    record MergePartnerCard(PartnerId id, PartnerId into) implements PartnerCommand {}

    /** The other half of a merger, part of the same write. */
    record AbsorbPartnerCard(PartnerId id, PartnerId merged) implements PartnerCommand {}
}

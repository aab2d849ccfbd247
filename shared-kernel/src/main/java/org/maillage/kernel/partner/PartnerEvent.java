package org.maillage.kernel.partner;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.EpciCode;
import org.maillage.kernel.organisation.Rna;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.SessionId;

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
     * @param epciCode its agglomeration
     * @param objectives what it wants for itself (« leurs problématiques propres »)
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
            @Nullable String source,
            @Nullable String address,
            @Nullable EpciCode epciCode,
            List<String> objectives)
            implements PartnerEvent {

        public PartnerRegistered {
            audiences = List.copyOf(audiences);
            domains = List.copyOf(domains);
            objectives = List.copyOf(objectives);
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

    /** The card was put right; it carries its full new content. */
    record PartnerRevised(
            PartnerId id,
            EpnId epnId,
            String name,
            PartnerKind kind,
            @Nullable Siret siret,
            @Nullable Rna rna,
            @Nullable String address,
            @Nullable CommuneCode communeCode,
            @Nullable EpciCode epciCode,
            List<String> audiences,
            List<String> domains,
            List<String> objectives,
            @Nullable String source)
            implements PartnerEvent {

        public PartnerRevised {
            audiences = List.copyOf(audiences);
            domains = List.copyOf(domains);
            objectives = List.copyOf(objectives);
        }
    }

    /** A contact does something else now. */
    record ContactRoleChanged(PartnerId id, EpnId epnId, PersonId personId, Role role) implements PartnerEvent {}

    /** Somebody is no longer a contact. */
    record ContactRemoved(PartnerId id, EpnId epnId, PersonId personId) implements PartnerEvent {}

    /** How familiar the partner is with technology. */
    record TechFamiliaritySet(PartnerId id, EpnId epnId, TechFamiliarity level) implements PartnerEvent {}

    /** A contact is hard to reach in some way. */
    record ChannelConstraintNoted(
            PartnerId id,
            EpnId epnId,
            @Nullable PersonId contactId,
            ChannelConstraintKind kind,
            @Nullable String note) implements PartnerEvent {}

    /** The partner minds one of the centre’s possible funders. */
    record FundingObjectionDeclared(
            PartnerId id,
            EpnId epnId,
            String funder,
            @Nullable String reason) implements PartnerEvent {}

    /** The partner minds no longer. */
    record FundingObjectionWithdrawn(PartnerId id, EpnId epnId, String funder, String reason) implements PartnerEvent {}

    /**
     * The partner was invited to a running action (« inviter vos partenaires potentiels à des actions en cours »).
     *
     * @param partnershipId whose action it is; the partner need not take part in it
     * @param on the day of the invitation
     */
    record PartnerInvited(
            PartnerId id,
            EpnId epnId,
            PartnershipId partnershipId,
            @Nullable SessionId sessionId,
            LocalDate on,
            @Nullable String note)
            implements PartnerEvent {}

    /** The partner received wishes (vœux). */
    record GreetingSent(
            PartnerId id,
            EpnId epnId,
            LocalDate on,
            @Nullable ExchangeChannel channel,
            @Nullable String note) implements PartnerEvent {}

    /** The card was a double: another one stands for the organisation (doublon). */
    record PartnerCardMerged(PartnerId id, EpnId epnId, PartnerId into) implements PartnerEvent {}

    /** The card took over from a double. */
    record PartnerCardAbsorbed(PartnerId id, EpnId epnId, PartnerId merged) implements PartnerEvent {}
}

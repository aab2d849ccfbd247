package org.maillage.query.cards;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.epn.Thresholds;
import org.maillage.kernel.funding.Wording;
import org.maillage.kernel.partner.ChannelConstraintKind;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partner.TechFamiliarity;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.query.intake.Recorded;

/**
 * A partner card.
 *
 * @param lastConfirmedOn null as long as nobody confirmed it
 * @param stale not confirmed, or, if it never was, not made within as many days before the question as its centre allows
 * @param objectives what it wants for itself
 * @param techFamiliarity null as long as nobody said
 * @param channelConstraints how its contacts are hard to reach
 * @param fundingObjections the funders that it minds
 * @param lastExchange on this card or about one of its partnerships
 * @param mergedInto the card that stands for the organisation, when this one was a double
 * @param absorbed the doubles for which this one stands; their partnerships are its own
 */
record PartnerCard(
        UUID id,
        UUID epnId,
        String name,
        PartnerKind kind,
        @Nullable String siret,
        @Nullable String rna,
        @Nullable String communeCode,
        List<String> audiences,
        List<String> domains,
        @Nullable String source,
        List<Contact> contacts,
        @Nullable LocalDate lastConfirmedOn,
        boolean stale,
        List<Partnership> partnerships,
        @Nullable String address,
        @Nullable String epciCode,
        List<String> objectives,
        @Nullable TechFamiliarity techFamiliarity,
        List<ChannelConstraint> channelConstraints,
        List<FundingObjection> fundingObjections,
        @Nullable LastExchange lastExchange,
        List<Invitation> invitations,
        List<Greeting> greetings,
        @Nullable UUID mergedInto,
        List<UUID> absorbed) {

    /** @param fullName null as long as nothing says it */
    record Contact(UUID personId, @Nullable String fullName, String role) {}

    record Partnership(UUID id, UUID projectId, PartnershipState state) {}

    /** @param contactId null for the whole partner */
    record ChannelConstraint(
            @Nullable UUID contactId,
            ChannelConstraintKind kind,
            @Nullable String note) {}

    record FundingObjection(String funder, @Nullable String reason) {}

    /** @param partnershipId what it was about; null when it was about none */
    record LastExchange(
            LocalDate on,
            ExchangeChannel channel,
            @Nullable UUID partnershipId,
            @Nullable UUID contactId,
            @Nullable String note) {}

    /** To an action that was running. */
    record Invitation(
            UUID partnershipId,
            @Nullable UUID sessionId,
            LocalDate on,
            @Nullable String note) {}

    /** Wishes that it received. */
    record Greeting(
            LocalDate on,
            @Nullable ExchangeChannel channel,
            @Nullable String note) {}

    private record ConstraintKey(@Nullable UUID contactId, ChannelConstraintKind kind) {}

    /** What its own events say: the names of its contacts and its partnerships come from elsewhere. */
    static PartnerCard of(List<Recorded> history, Thresholds thresholds, LocalDate today) {
        var content = content((PartnerRegistered) history.getFirst().event());
        var contacts = new LinkedHashMap<UUID, Contact>();
        var constraints = new LinkedHashMap<ConstraintKey, ChannelConstraint>();
        var objections = new LinkedHashMap<String, FundingObjection>();
        var invitations = new ArrayList<Invitation>();
        var greetings = new ArrayList<Greeting>();
        TechFamiliarity familiarity = null;
        LastExchange exchange = null;
        UUID mergedInto = null;
        for (var recorded : history) {
            switch ((PartnerEvent) recorded.event()) {
                case PartnerRegistered _, PartnerCardConfirmed _, PartnerCardAbsorbed _ -> {}
                case PartnerRevised e -> content = e;
                case ContactAdded e -> {
                    var person = e.personId().value();
                    contacts.put(person, new Contact(person, null, e.role().value()));
                }
                case ContactRoleChanged e -> {
                    var person = e.personId().value();
                    contacts.put(person, new Contact(person, null, e.role().value()));
                }
                case ContactRemoved e -> {
                    var person = e.personId().value();
                    contacts.remove(person);
                    constraints.keySet().removeIf(key -> person.equals(key.contactId()));
                }
                case TechFamiliaritySet e -> familiarity = e.level();
                case ChannelConstraintNoted e -> {
                    var contact = e.contactId() == null ? null : e.contactId().value();
                    constraints.put(
                            new ConstraintKey(contact, e.kind()), new ChannelConstraint(contact, e.kind(), e.note()));
                }
                case FundingObjectionDeclared e ->
                    objections.put(Wording.comparable(e.funder()), new FundingObjection(e.funder(), e.reason()));
                case FundingObjectionWithdrawn e -> objections.remove(Wording.comparable(e.funder()));
                case PartnerExchangeLogged e ->
                    exchange = later(
                            exchange,
                            new LastExchange(
                                    e.on(),
                                    e.channel(),
                                    null,
                                    e.contactId() == null ? null : e.contactId().value(),
                                    e.note()));
                case PartnerInvited e ->
                    invitations.add(new Invitation(
                            e.partnershipId().value(),
                            e.sessionId() == null ? null : e.sessionId().value(),
                            e.on(),
                            e.note()));
                case GreetingSent e -> greetings.add(new Greeting(e.on(), e.channel(), e.note()));
                case PartnerCardMerged e -> mergedInto = e.into().value();
            }
        }
        var confirmed = confirmedOn(history);
        var right = confirmed == null ? BusinessDay.of(history.getFirst().at()) : confirmed;
        return new PartnerCard(
                content.id().value(),
                content.epnId().value(),
                content.name(),
                content.kind(),
                content.siret() == null ? null : content.siret().value(),
                content.rna() == null ? null : content.rna().value(),
                content.communeCode() == null ? null : content.communeCode().value(),
                content.audiences(),
                content.domains(),
                content.source(),
                List.copyOf(contacts.values()),
                confirmed,
                right.isBefore(today.minusDays(thresholds.staleCardDays())),
                List.of(),
                content.address(),
                content.epciCode() == null ? null : content.epciCode().value(),
                content.objectives(),
                familiarity,
                List.copyOf(constraints.values()),
                List.copyOf(objections.values()),
                exchange,
                List.copyOf(invitations),
                List.copyOf(greetings),
                mergedInto,
                absorbed(history));
    }

    /** A revision carries the whole content: a new card is the first. */
    private static PartnerRevised content(PartnerRegistered event) {
        return new PartnerRevised(
                event.id(),
                event.epnId(),
                event.name(),
                event.kind(),
                event.siret(),
                event.rna(),
                event.address(),
                event.communeCode(),
                event.epciCode(),
                event.audiences(),
                event.domains(),
                event.objectives(),
                event.source());
    }

    /** The later of two exchanges; of one day, the one that was recorded last. */
    static @Nullable LastExchange later(@Nullable LastExchange one, @Nullable LastExchange other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.on().isBefore(one.on()) ? one : other;
    }

    /** The doubles for which a card stands. */
    static List<UUID> absorbed(List<Recorded> history) {
        return history.stream()
                .map(Recorded::event)
                .filter(PartnerCardAbsorbed.class::isInstance)
                .map(event -> ((PartnerCardAbsorbed) event).merged().value())
                .toList();
    }

    /** The last day on which somebody confirmed the card; null as long as nobody did. */
    static @Nullable LocalDate confirmedOn(List<Recorded> history) {
        return history.stream()
                .map(Recorded::event)
                .filter(PartnerCardConfirmed.class::isInstance)
                .map(event -> ((PartnerCardConfirmed) event).on())
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    PartnerCard with(List<Contact> named, List<Partnership> joined, @Nullable LastExchange aboutThem) {
        return new PartnerCard(
                id,
                epnId,
                name,
                kind,
                siret,
                rna,
                communeCode,
                audiences,
                domains,
                source,
                named,
                lastConfirmedOn,
                stale,
                joined,
                address,
                epciCode,
                objectives,
                techFamiliarity,
                channelConstraints,
                fundingObjections,
                later(lastExchange, aboutThem),
                invitations,
                greetings,
                mergedInto,
                absorbed);
    }
}

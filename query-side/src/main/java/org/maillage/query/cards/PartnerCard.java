package org.maillage.query.cards;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.query.intake.Recorded;

/**
 * A partner card.
 *
 * @param lastConfirmedOn null as long as nobody confirmed it
 * @param stale not confirmed, or, if it never was, not made within the 365 days before the question
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
        List<Partnership> partnerships) {

    /** « Actualisez vos données tous les ans. » */
    static final int FRESH_DAYS = 365;

    /** @param fullName null as long as nothing says it */
    record Contact(UUID personId, @Nullable String fullName, String role) {}

    record Partnership(UUID id, UUID projectId, PartnershipState state) {}

    /** What its own events say: the names of its contacts and its partnerships come from elsewhere. */
    static PartnerCard of(List<Recorded> history, LocalDate today) {
        var registered = (PartnerRegistered) history.getFirst().event();
        var contacts = new LinkedHashMap<UUID, Contact>();
        for (var recorded : history) {
            switch ((PartnerEvent) recorded.event()) {
                case PartnerRegistered _,
                        PartnerExchangeLogged _,
                        PartnerCardConfirmed _,
                        PartnerRevised _,
                        ContactRoleChanged _,
                        ContactRemoved _,
                        TechFamiliaritySet _,
                        ChannelConstraintNoted _,
                        FundingObjectionDeclared _,
                        FundingObjectionWithdrawn _,
                        PartnerInvited _,
                        GreetingSent _,
                        PartnerCardMerged _,
                        PartnerCardAbsorbed _ -> {}
                case ContactAdded e -> {
                    var person = e.personId().value();
                    contacts.put(person, new Contact(person, null, e.role().value()));
                }
            }
        }
        var confirmed = confirmedOn(history);
        var right = confirmed == null ? BusinessDay.of(history.getFirst().at()) : confirmed;
        return new PartnerCard(
                registered.id().value(),
                registered.epnId().value(),
                registered.name(),
                registered.kind(),
                registered.siret() == null ? null : registered.siret().value(),
                registered.rna() == null ? null : registered.rna().value(),
                registered.communeCode() == null
                        ? null
                        : registered.communeCode().value(),
                registered.audiences(),
                registered.domains(),
                registered.source(),
                List.copyOf(contacts.values()),
                confirmed,
                right.isBefore(today.minusDays(FRESH_DAYS)),
                List.of());
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

    PartnerCard with(List<Contact> named, List<Partnership> joined) {
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
                joined);
    }
}

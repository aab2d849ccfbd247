package org.maillage.query.cards;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.epn.Thresholds;
import org.maillage.kernel.funding.Wording;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.ExchangeLogged;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.query.UnknownResource;
import org.maillage.query.Visible;
import org.maillage.query.Warnings;
import org.maillage.query.cards.PartnershipCard.Beside;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.KeptEvents.Listed;
import org.maillage.query.intake.Recorded;
import org.springframework.stereotype.Component;

/** Each thing as it stood at an instant; everything throws {@link UnknownResource} when it was not there. */
@Component
final class Cards {

    private final CardEvents events;
    private final Persons persons;
    private final Warnings warnings;

    Cards(CardEvents events, Persons persons, Warnings warnings) {
        this.events = events;
        this.persons = persons;
        this.warnings = warnings;
    }

    EpnCard epn(UUID id, Visible visible, AsOf asOf) {
        return shown(events.of(Kind.EPN, id, asOf), visible);
    }

    /** What an hour of somebody's work costs is no partner's business. */
    private static EpnCard shown(List<Recorded> history, Visible visible) {
        var card = EpnCard.of(history);
        return visible.isWhole(card.id()) ? card : card.withoutRates();
    }

    List<Listed<EpnCard>> epns(Visible visible, long after, int limit, AsOf asOf) {
        return events.page(
                visible.anyCentre(), Kind.EPN, after, limit, asOf, history -> shown(history, visible), _ -> true);
    }

    ProjectCard project(UUID id, AsOf asOf) {
        return ProjectCard.of(events.of(Kind.PROJECT, id, asOf));
    }

    List<Listed<ProjectCard>> projects(@Nullable UUID epn, Visible visible, long after, int limit, AsOf asOf) {
        return events.page(
                events.owners(epn, visible, asOf), Kind.PROJECT, after, limit, asOf, ProjectCard::of, _ -> true);
    }

    ConventionCard convention(UUID id, AsOf asOf) {
        return ConventionCard.of(events.of(Kind.CONVENTION, id, asOf));
    }

    SessionCard session(UUID id, AsOf asOf) {
        var history = events.of(Kind.SESSION, id, asOf);
        return sessions(List.of(new Listed<>(0, history)), asOf).getFirst().card();
    }

    List<Listed<SessionCard>> sessions(@Nullable UUID partnership, Visible visible, long after, int limit, AsOf asOf) {
        var owners = events.owners(Kind.PARTNERSHIP, partnership, visible, asOf);
        return sessions(events.page(owners, Kind.SESSION, after, limit, asOf, history -> history, _ -> true), asOf);
    }

    /** With the series that they belong to, which the first session of each knows. */
    private List<Listed<SessionCard>> sessions(List<Listed<List<Recorded>>> page, AsOf asOf) {
        var firsts = events.listed(page.stream().map(Cards::subject).toList(), Kind.SERIES, asOf);
        var histories = events.of(
                Kind.SESSION,
                firsts.values().stream().flatMap(List::stream).distinct().toList(),
                asOf);
        return page.stream()
                .map(listed -> {
                    var first = last(firsts.get(subject(listed)));
                    var history = first == null ? null : histories.get(first);
                    var series = history == null ? null : SessionSeries.of(history);
                    return listed.as(SessionCard.of(listed.card(), series));
                })
                .toList();
    }

    private static UUID subject(Listed<List<Recorded>> listed) {
        return listed.card().getFirst().event().id().value();
    }

    BilanCard bilan(UUID id, AsOf asOf) {
        return BilanCard.of(events.of(Kind.BILAN, id, asOf));
    }

    CircuitTemplatesCard circuitTemplates(UUID epn, AsOf asOf) {
        return CircuitTemplatesCard.of(events.of(Kind.EPN, epn, asOf));
    }

    FundingCard fundingAgreement(UUID id, AsOf asOf) {
        return FundingCard.of(events.of(Kind.FUNDING, id, asOf), asOf.today());
    }

    List<Listed<FundingCard>> fundingAgreements(@Nullable UUID epn, Visible visible, long after, int limit, AsOf asOf) {
        var today = asOf.today();
        return events.page(
                events.owners(epn, visible, asOf),
                Kind.FUNDING,
                after,
                limit,
                asOf,
                history -> FundingCard.of(history, today),
                _ -> true);
    }

    DatePollCard datePoll(UUID id, AsOf asOf) {
        return DatePollCard.of(events.of(Kind.POLL, id, asOf));
    }

    List<Listed<DatePollCard>> datePolls(
            @Nullable UUID partnership, Visible visible, long after, int limit, AsOf asOf) {
        return events.page(
                events.owners(Kind.PARTNERSHIP, partnership, visible, asOf),
                Kind.POLL,
                after,
                limit,
                asOf,
                DatePollCard::of,
                _ -> true);
    }

    /**
     * Which partners are looked for.
     *
     * @param q part of the name, whatever its case and accents
     * @param stale only those whose cards must be read again
     */
    record PartnerQuery(
            @Nullable String q,
            @Nullable PartnerKind kind,
            @Nullable String communeCode,
            boolean stale) {

        /** A double is found where it was merged into. */
        boolean finds(PartnerCard card) {
            return card.mergedInto() == null
                    && (q == null || Wording.comparable(card.name()).contains(Wording.comparable(q)))
                    && (kind == null || kind == card.kind())
                    && (communeCode == null || communeCode.equals(card.communeCode()))
                    && (!stale || card.stale());
        }
    }

    PartnerCard partner(UUID id, AsOf asOf) {
        var card = partnerFold(asOf).apply(events.of(Kind.PARTNER, id, asOf));
        return completed(List.of(new Listed<>(0, card)), asOf).getFirst().card();
    }

    List<Listed<PartnerCard>> partners(
            @Nullable UUID epn, PartnerQuery query, Visible visible, long after, int limit, AsOf asOf) {
        var owners = events.owners(epn, visible, asOf);
        return completed(events.page(owners, Kind.PARTNER, after, limit, asOf, partnerFold(asOf), query::finds), asOf);
    }

    /** Each centre says for itself when a card is out of date. */
    private Function<List<Recorded>, PartnerCard> partnerFold(AsOf asOf) {
        var today = asOf.today();
        var thresholds = new HashMap<UUID, Thresholds>();
        return history -> {
            var epn = history.getFirst().event().epnId().value();
            return PartnerCard.of(history, thresholds.computeIfAbsent(epn, id -> thresholds(id, asOf)), today);
        };
    }

    private Thresholds thresholds(UUID epn, AsOf asOf) {
        return EpnCard.thresholds(events.of(Kind.EPN, List.of(epn), asOf).getOrDefault(epn, List.of()));
    }

    /** With the names of the contacts and the partnerships, those of the doubles included. */
    private List<Listed<PartnerCard>> completed(List<Listed<PartnerCard>> page, AsOf asOf) {
        var cards = page.stream().map(Listed::card).toList();
        var names = persons.names(
                cards.stream()
                        .flatMap(card -> card.contacts().stream())
                        .map(PartnerCard.Contact::personId)
                        .distinct()
                        .toList(),
                asOf);
        var doubles = doubles(cards, asOf);
        var joined = events.listed(
                doubles.values().stream().flatMap(Set::stream).distinct().toList(), Kind.PARTNERSHIP, asOf);
        var partnerships = events.of(
                Kind.PARTNERSHIP,
                joined.values().stream().flatMap(List::stream).distinct().toList(),
                asOf);
        return page.stream()
                .map(listed -> listed.as(completed(
                        listed.card(),
                        names,
                        doubles.getOrDefault(listed.card().id(), Set.of()).stream()
                                .flatMap(id -> joined.getOrDefault(id, List.of()).stream())
                                .distinct()
                                .map(partnerships::get)
                                .filter(Objects::nonNull)
                                .filter(history -> concerns(
                                        history,
                                        doubles.getOrDefault(listed.card().id(), Set.of())))
                                .toList())))
                .toList();
    }

    /** Each card with the doubles for which it stands, and those for which they stood before. */
    private Map<UUID, Set<UUID>> doubles(Collection<PartnerCard> cards, AsOf asOf) {
        var absorbed = new HashMap<UUID, List<UUID>>();
        cards.forEach(card -> absorbed.put(card.id(), card.absorbed()));
        var unknown = unknown(absorbed);
        while (!unknown.isEmpty()) {
            var histories = events.of(Kind.PARTNER, unknown, asOf);
            unknown.forEach(id -> absorbed.put(id, PartnerCard.absorbed(histories.getOrDefault(id, List.of()))));
            unknown = unknown(absorbed);
        }
        var doubles = new HashMap<UUID, Set<UUID>>();
        cards.forEach(card -> {
            var all = new LinkedHashSet<UUID>();
            gather(card.id(), absorbed, all);
            doubles.put(card.id(), all);
        });
        return doubles;
    }

    private static Set<UUID> unknown(Map<UUID, List<UUID>> absorbed) {
        return absorbed.values().stream()
                .flatMap(List::stream)
                .filter(id -> !absorbed.containsKey(id))
                .collect(Collectors.toSet());
    }

    private static void gather(UUID card, Map<UUID, List<UUID>> absorbed, Set<UUID> all) {
        if (all.add(card)) {
            absorbed.getOrDefault(card, List.of()).forEach(merged -> gather(merged, absorbed, all));
        }
    }

    private static boolean concerns(List<Recorded> partnership, Collection<UUID> cards) {
        var standing = standing(partnership);
        return cards.stream().map(PartnerId::new).anyMatch(standing::concerns);
    }

    private static PartnerCard completed(PartnerCard card, Map<UUID, String> names, List<List<Recorded>> partnerships) {
        return card.with(
                card.contacts().stream()
                        .map(contact -> new PartnerCard.Contact(
                                contact.personId(), names.get(contact.personId()), contact.role()))
                        .toList(),
                partnerships.stream()
                        .map(Cards::standing)
                        .map(standing -> new PartnerCard.Partnership(
                                standing.id().value(), standing.projectId().value(), standing.state()))
                        .toList(),
                lastExchange(card, partnerships));
    }

    /** The last one about a partnership with the partner; with a contact of somebody else's it is not theirs. */
    private static PartnerCard.@Nullable LastExchange lastExchange(
            PartnerCard card, List<List<Recorded>> partnerships) {
        var contacts =
                card.contacts().stream().map(PartnerCard.Contact::personId).collect(Collectors.toSet());
        PartnerCard.LastExchange last = null;
        for (var history : partnerships) {
            for (var recorded : history) {
                if (recorded.event() instanceof ExchangeLogged e
                        && (e.contactId() == null
                                || contacts.contains(e.contactId().value()))) {
                    last = PartnerCard.later(
                            last,
                            new PartnerCard.LastExchange(
                                    e.on(),
                                    e.channel(),
                                    e.id().value(),
                                    e.contactId() == null ? null : e.contactId().value(),
                                    e.note()));
                }
            }
        }
        return last;
    }

    PartnershipCard partnership(UUID id, AsOf asOf) {
        var history = events.of(Kind.PARTNERSHIP, id, asOf);
        return partnerships(List.of(new Listed<>(0, history)), asOf).getFirst().card();
    }

    /** Which partnerships are looked for. */
    record PartnershipQuery(
            @Nullable UUID epn,
            @Nullable UUID partner,
            @Nullable PartnershipState state) {

        /** @param position in the list: a partner who came again finds the partnership at their last coming alone */
        private boolean finds(long position, List<Recorded> history, Visible visible) {
            var standing = standing(history);
            return visible.shows(standing.epnId().value(), standing.id().value())
                    && (epn == null || epn.equals(standing.epnId().value()))
                    && (state == null || state == standing.state())
                    && (partner == null || position == arrival(history, new PartnerId(partner)));
        }

        /** The position at which a partner last came to take part; 0 when they do not. */
        private static long arrival(List<Recorded> history, PartnerId partner) {
            var takesPart = false;
            var since = 0L;
            PartnershipStanding standing = null;
            for (var recorded : history) {
                standing = PartnershipStanding.after(standing, (PartnershipEvent) recorded.event());
                if (!takesPart && standing.concerns(partner)) {
                    since = recorded.position();
                }
                takesPart = standing.concerns(partner);
            }
            return takesPart ? since : 0;
        }
    }

    List<Listed<PartnershipCard>> partnerships(
            PartnershipQuery query, Visible visible, long after, int limit, AsOf asOf) {
        var owners = query.partner() == null
                ? events.owners(query.epn(), visible, asOf)
                : events.owners(Kind.PARTNER, query.partner(), visible, asOf);
        return partnerships(
                events.page(
                        owners,
                        Kind.PARTNERSHIP,
                        after,
                        limit,
                        asOf,
                        history -> history,
                        (position, history) -> query.finds(position, history, visible)),
                asOf);
    }

    private List<Listed<PartnershipCard>> partnerships(List<Listed<List<Recorded>>> page, AsOf asOf) {
        var ids = page.stream().map(Cards::subject).toList();
        var conventions = events.listed(ids, Kind.CONVENTION, asOf);
        var bilans = events.listed(ids, Kind.BILAN, asOf);
        var advice = warnings.of(ids, asOf);
        return page.stream()
                .map(listed -> {
                    var id = subject(listed);
                    return listed.as(PartnershipCard.of(
                            listed.card(),
                            new Beside(
                                    last(conventions.get(id)),
                                    last(bilans.get(id)),
                                    advice.getOrDefault(id, List.of()))));
                })
                .toList();
    }

    private static @Nullable UUID last(@Nullable List<UUID> ids) {
        return ids == null ? null : ids.getLast();
    }

    private static PartnershipStanding standing(List<Recorded> history) {
        return Objects.requireNonNull(PartnershipStanding.of(history.stream()
                .map(recorded -> (PartnershipEvent) recorded.event())
                .toList()));
    }
}

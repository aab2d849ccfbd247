package org.maillage.query.cards;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Id;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.PartnershipProposed;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.query.UnknownResource;
import org.maillage.query.cards.PartnershipCard.Beside;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.KeptEvents.Listed;
import org.maillage.query.intake.PersonNames;
import org.maillage.query.intake.Recorded;
import org.springframework.stereotype.Component;

/** Each thing as it stood at an instant; everything throws {@link UnknownResource} when it was not there. */
@Component
final class Cards {

    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");

    private final CardEvents events;
    private final PersonNames personNames;

    Cards(CardEvents events, PersonNames personNames) {
        this.events = events;
        this.personNames = personNames;
    }

    EpnCard epn(UUID id, AsOf asOf) {
        return EpnCard.of(events.of(Kind.EPN, id, asOf));
    }

    List<Listed<EpnCard>> epns(long after, int limit, AsOf asOf) {
        return events.page(Kind.EVERYBODY, Kind.EPN, after, limit, asOf, EpnCard::of, _ -> true);
    }

    ProjectCard project(UUID id, AsOf asOf) {
        return ProjectCard.of(events.of(Kind.PROJECT, id, asOf));
    }

    List<Listed<ProjectCard>> projects(@Nullable UUID epn, long after, int limit, AsOf asOf) {
        return events.page(owner(epn), Kind.PROJECT, after, limit, asOf, ProjectCard::of, _ -> true);
    }

    ConventionCard convention(UUID id, AsOf asOf) {
        return ConventionCard.of(events.of(Kind.CONVENTION, id, asOf));
    }

    SessionCard session(UUID id, AsOf asOf) {
        return SessionCard.of(events.of(Kind.SESSION, id, asOf));
    }

    List<Listed<SessionCard>> sessions(@Nullable UUID partnership, long after, int limit, AsOf asOf) {
        return events.page(owner(partnership), Kind.SESSION, after, limit, asOf, SessionCard::of, _ -> true);
    }

    BilanCard bilan(UUID id, AsOf asOf) {
        return BilanCard.of(events.of(Kind.BILAN, id, asOf));
    }

    PersonCard person(UUID id, AsOf asOf) {
        var registered = registered(events.of(Kind.PERSON, id, asOf));
        return PersonCard.of(registered, personNames.readers(List.of(registered.id())));
    }

    List<Listed<PersonCard>> persons(@Nullable UUID epn, long after, int limit, AsOf asOf) {
        var page = events.page(owner(epn), Kind.PERSON, after, limit, asOf, Cards::registered, _ -> true);
        var readers = personNames.readers(
                page.stream().map(listed -> listed.card().id()).toList());
        return page.stream()
                .map(listed -> listed.as(PersonCard.of(listed.card(), readers)))
                .toList();
    }

    private static PersonRegistered registered(List<Recorded> history) {
        return (PersonRegistered) history.getFirst().event();
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

        boolean finds(PartnerCard card) {
            return (q == null || plain(card.name()).contains(plain(q.strip())))
                    && (kind == null || kind == card.kind())
                    && (communeCode == null || communeCode.equals(card.communeCode()))
                    && (!stale || card.stale());
        }
    }

    private static String plain(String text) {
        return ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.FRENCH);
    }

    PartnerCard partner(UUID id, LocalDate today, AsOf asOf) {
        var card = PartnerCard.of(events.of(Kind.PARTNER, id, asOf), today);
        return completed(List.of(new Listed<>(0, card)), asOf).getFirst().card();
    }

    List<Listed<PartnerCard>> partners(
            @Nullable UUID epn, PartnerQuery query, LocalDate today, long after, int limit, AsOf asOf) {
        return completed(
                events.page(
                        owner(epn),
                        Kind.PARTNER,
                        after,
                        limit,
                        asOf,
                        history -> PartnerCard.of(history, today),
                        query::finds),
                asOf);
    }

    /** With the names of the contacts and the partnerships. */
    private List<Listed<PartnerCard>> completed(List<Listed<PartnerCard>> page, AsOf asOf) {
        var cards = page.stream().map(Listed::card).toList();
        var names = names(
                cards.stream()
                        .flatMap(card -> card.contacts().stream())
                        .map(PartnerCard.Contact::personId)
                        .distinct()
                        .toList(),
                asOf);
        var joined = events.listed(cards.stream().map(PartnerCard::id).toList(), Kind.PARTNERSHIP, asOf);
        var partnerships = events.of(
                Kind.PARTNERSHIP,
                joined.values().stream().flatMap(List::stream).distinct().toList(),
                asOf);
        return page.stream()
                .map(listed -> listed.as(completed(listed.card(), names, joined, partnerships)))
                .toList();
    }

    private static PartnerCard completed(
            PartnerCard card,
            Map<UUID, String> names,
            Map<UUID, List<UUID>> joined,
            Map<UUID, List<Recorded>> partnerships) {
        return card.with(
                card.contacts().stream()
                        .map(contact -> new PartnerCard.Contact(
                                contact.personId(), names.get(contact.personId()), contact.role()))
                        .toList(),
                joined.getOrDefault(card.id(), List.of()).stream()
                        .map(partnerships::get)
                        .filter(Objects::nonNull)
                        .map(Cards::standing)
                        .map(standing -> new PartnerCard.Partnership(
                                standing.id().value(), standing.projectId().value(), standing.state()))
                        .toList());
    }

    private Map<UUID, String> names(Collection<UUID> persons, AsOf asOf) {
        return personNames.fullNames(events.of(Kind.PERSON, persons, asOf).values().stream()
                .map(Cards::registered)
                .toList());
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

        private boolean finds(List<Recorded> history) {
            var standing = standing(history);
            return (epn == null || epn.equals(standing.epnId().value()))
                    && (state == null || state == standing.state());
        }
    }

    List<Listed<PartnershipCard>> partnerships(PartnershipQuery query, long after, int limit, AsOf asOf) {
        var owner = owner(query.partner() == null ? query.epn() : query.partner());
        return partnerships(
                events.page(owner, Kind.PARTNERSHIP, after, limit, asOf, history -> history, query::finds), asOf);
    }

    private List<Listed<PartnershipCard>> partnerships(List<Listed<List<Recorded>>> page, AsOf asOf) {
        var proposals = page.stream()
                .map(listed -> (PartnershipProposed) listed.card().getFirst().event())
                .toList();
        var ids = proposals.stream().map(proposal -> proposal.id().value()).toList();
        var conventions = events.listed(ids, Kind.CONVENTION, asOf);
        var bilans = events.listed(ids, Kind.BILAN, asOf);
        var partners = events.of(
                Kind.PARTNER,
                proposals.stream()
                        .flatMap(proposal -> proposal.partnerIds().stream())
                        .map(Id::value)
                        .distinct()
                        .toList(),
                asOf);
        return page.stream()
                .map(listed -> {
                    var id = listed.card().getFirst().event().id().value();
                    return listed.as(PartnershipCard.of(
                            listed.card(), new Beside(last(conventions.get(id)), last(bilans.get(id)), partners)));
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

    private static UUID owner(@Nullable UUID owner) {
        return owner == null ? Kind.EVERYBODY : owner;
    }
}

package org.maillage.query.directory;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.funding.Wording;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipEvent.PartnerJoined;
import org.maillage.kernel.partnership.PartnershipEvent.PartnershipProposed;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.person.PersonEvent.PersonErased;
import org.maillage.kernel.project.ProjectEvent.ProjectDomainsTagged;
import org.maillage.kernel.project.ProjectEvent.ProjectDrafted;
import org.maillage.query.UnknownResource;
import org.maillage.query.directory.Matching.Match;
import org.maillage.query.directory.Matching.Wanted;
import org.maillage.query.directory.Organisation.InvitedTo;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.KeptEvents;
import org.maillage.query.intake.PersonNames;
import org.maillage.query.intake.Recorded;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The directory of a centre; a card that was merged into another is that other one. */
@Component
final class Directory {

    private final KeptEvents events;
    private final PersonNames personNames;

    Directory(JdbcClient database, PersonNames personNames) {
        this.events = new KeptEvents(database, "directory_v1.directory_fact", "directory_v1.listing_fact");
        this.personNames = personNames;
    }

    enum Relation {
        /** Ancien partenaire. */
        PAST,
        /** Partenaire potentiel. */
        PROSPECT
    }

    /**
     * A partner with whom nothing is under way.
     *
     * @param lastContactOn null as long as nothing was ever said
     * @param invitedTo the actions to which they were invited, the last first
     */
    record Silence(
            UUID partnerId,
            String name,
            Relation kind,
            @Nullable LocalDate lastContactOn,
            Contact.@Nullable Kind lastContactKind,
            @Nullable ExchangeChannel lastContactChannel,
            boolean greetedThisYear,
            List<InvitedTo> invitedTo) {}

    /** « Montrer ce que vous faites à vos partenaires passés est aussi une manière de maintenir un lien »: the longest silence first. */
    List<Silence> keepInTouch(UUID epn, AsOf asOf) {
        centre(epn, asOf);
        int year = asOf.today().getYear();
        return organisations(epn, asOf).stream()
                .filter(organisation -> !organisation.isBusy())
                .map(organisation -> silence(organisation, year))
                .sorted(Comparator.comparing(
                                Silence::lastContactOn, Comparator.nullsFirst(Comparator.<LocalDate>naturalOrder()))
                        .thenComparing(silence -> Wording.comparable(silence.name()))
                        .thenComparing(Silence::partnerId))
                .toList();
    }

    private static Silence silence(Organisation organisation, int year) {
        var last = organisation.lastContact();
        return new Silence(
                organisation.id().value(),
                organisation.name(),
                organisation.everAgreed() ? Relation.PAST : Relation.PROSPECT,
                last == null ? null : last.on(),
                last == null ? null : last.kind(),
                last == null ? null : last.channel(),
                organisation.greetedIn(year),
                organisation.invitations().stream()
                        .sorted(Comparator.comparing(InvitedTo::on).reversed())
                        .toList());
    }

    /** @param partnerId null for the centre itself */
    record Faces(@Nullable UUID partnerId, String organisation, List<Face> persons) {}

    /** @param photo where the portrait is; null without one */
    record Face(
            UUID personId,
            String name,
            String role,
            @Nullable String photo) {}

    /** « Un trombinoscope personnel vous permettra d’être sûr de reconnaître tout le monde »: the team, then the partners by name. */
    List<Faces> trombinoscope(UUID epn, AsOf asOf) {
        var centre = centre(epn, asOf);
        var groups = new ArrayList<Group>();
        groups.add(new Group(null, centre.name(), centre.staff()));
        organisations(epn, asOf).stream()
                .sorted(Comparator.comparing((Organisation partner) -> Wording.comparable(partner.name()))
                        .thenComparing(partner -> partner.id().value()))
                .forEach(partner -> groups.add(new Group(partner.id().value(), partner.name(), partner.contacts())));
        var persons = groups.stream()
                .flatMap(group -> group.roles().keySet().stream())
                .distinct()
                .toList();
        var names = names(persons, asOf);
        var portraits = events.listed(persons, Entry.PORTRAIT, asOf).keySet();
        return groups.stream()
                .map(group -> new Faces(
                        group.partner(),
                        group.name(),
                        group.roles().entrySet().stream()
                                .filter(member -> names.containsKey(member.getKey()))
                                .map(member -> face(
                                        member.getKey(),
                                        String.valueOf(names.get(member.getKey())),
                                        member.getValue(),
                                        portraits))
                                .toList()))
                .filter(faces -> !faces.persons().isEmpty())
                .toList();
    }

    private record Group(@Nullable UUID partner, String name, Map<UUID, String> roles) {}

    private static Face face(UUID person, String name, String role, Collection<UUID> portraits) {
        return new Face(person, name, role, portraits.contains(person) ? "/api/v1/persons/" + person + "/photo" : null);
    }

    /** Those who can be recognised: nobody who was erased. */
    private Map<UUID, String> names(Collection<UUID> persons, AsOf asOf) {
        var newest = events.of(Entry.PERSON, persons, asOf).values().stream()
                .map(history -> (PersonEvent) history.getLast().event())
                .filter(event -> !(event instanceof PersonErased))
                .toList();
        var names = new HashMap<>(personNames.fullNames(newest));
        names.values().removeIf(PersonNames.ERASED::equals);
        return names;
    }

    /** @throws UnknownResource when there was no such project then */
    List<Match> matches(UUID project, AsOf asOf) {
        var history = events.of(Entry.PROJECT, List.of(project), asOf).get(project);
        if (history == null) {
            throw UnknownResource.project();
        }
        var drafted = (ProjectDrafted) history.getFirst().event();
        var domains = drafted.domains();
        for (var recorded : history) {
            if (recorded.event() instanceof ProjectDomainsTagged tagged) {
                domains = tagged.domains();
            }
        }
        var partners = organisations(drafted.epnId().value(), asOf);
        var wanted = new Wanted(drafted.id(), drafted.audiences(), domains);
        return new Matching(centre(drafted.epnId().value(), asOf), wanted, partners).among(partners);
    }

    private Centre centre(UUID epn, AsOf asOf) {
        var history = events.of(Entry.CENTRE, List.of(epn), asOf).get(epn);
        if (history == null) {
            throw UnknownResource.epn();
        }
        return Centre.of(history);
    }

    /** Every organisation once, with all that its cards know. */
    private Collection<Organisation> organisations(UUID epn, AsOf asOf) {
        var cards = new LinkedHashMap<PartnerId, Organisation>();
        histories(Entry.PARTNER, epn, asOf).forEach(history -> {
            var card = new Organisation(history);
            cards.put(card.id(), card);
        });
        var survivors = new LinkedHashMap<PartnerId, Organisation>();
        cards.forEach((id, card) -> {
            var survivor = survivor(card, cards);
            survivors.put(id, survivor);
            if (survivor != card) {
                survivor.absorb(card);
            }
        });
        histories(Entry.PARTNERSHIP, epn, asOf)
                .forEach(history -> participants(history).stream()
                        .map(survivors::get)
                        .filter(Objects::nonNull)
                        .distinct()
                        .forEach(organisation -> organisation.tookPart(history)));
        return survivors.values().stream().distinct().toList();
    }

    /** A double may have been merged into one that was merged later. */
    private static Organisation survivor(Organisation card, Map<PartnerId, Organisation> cards) {
        var seen = new HashSet<PartnerId>();
        var survivor = card;
        while (survivor.mergedInto() != null && seen.add(survivor.id())) {
            var next = cards.get(survivor.mergedInto());
            if (next == null) {
                break;
            }
            survivor = next;
        }
        return survivor;
    }

    private static Collection<PartnerId> participants(List<Recorded> partnership) {
        var participants = new LinkedHashSet<PartnerId>();
        for (var recorded : partnership) {
            if (recorded.event() instanceof PartnershipProposed proposed) {
                participants.addAll(proposed.partnerIds());
            } else if (recorded.event() instanceof PartnerJoined joined) {
                participants.add(joined.partnerId());
            }
        }
        return participants;
    }

    private List<List<Recorded>> histories(Entry entry, UUID epn, AsOf asOf) {
        var subjects = events.listed(List.of(epn), entry, asOf).getOrDefault(epn, List.of());
        return List.copyOf(events.of(entry, subjects, asOf).values());
    }
}

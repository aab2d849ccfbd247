package org.maillage.query.cards;

import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.person.PersonEvent.PersonPhotoSet;
import org.maillage.kernel.person.PersonId;
import org.maillage.query.FullNames;
import org.maillage.query.UnknownResource;
import org.maillage.query.Visible;
import org.maillage.query.cards.PersonCard.Sealed;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.KeptEvents.Listed;
import org.maillage.query.intake.PersonNames;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Persons in clear, as their newest events have them, for as long as the answer takes. */
@Component
final class Persons implements FullNames {

    /** What a browser shows as a picture and never runs. */
    private static final Set<MediaType> PICTURES =
            Set.of(MediaType.IMAGE_JPEG, MediaType.IMAGE_PNG, MediaType.parseMediaType("image/webp"));

    private final CardEvents events;
    private final PersonNames personNames;

    Persons(CardEvents events, PersonNames personNames) {
        this.events = events;
        this.personNames = personNames;
    }

    PersonCard person(UUID id, AsOf asOf) {
        var sealed = Sealed.of(events.of(Kind.PERSON, id, asOf));
        return PersonCard.of(sealed, readers(List.of(sealed)), portraits(List.of(sealed), asOf));
    }

    List<Listed<PersonCard>> persons(@Nullable UUID epn, Visible visible, long after, int limit, AsOf asOf) {
        var page =
                events.page(events.owners(epn, visible, asOf), Kind.PERSON, after, limit, asOf, Sealed::of, _ -> true);
        var sealed = page.stream().map(Listed::card).toList();
        var readers = readers(sealed);
        var portraits = portraits(sealed, asOf);
        return page.stream()
                .map(listed -> listed.as(PersonCard.of(listed.card(), readers, portraits)))
                .toList();
    }

    @Override
    public Map<UUID, String> of(Collection<UUID> persons, AsOf asOf) {
        return persons.isEmpty() ? Map.of() : names(persons, asOf);
    }

    /** The full names of those persons that are known. */
    Map<UUID, String> names(Collection<UUID> persons, AsOf asOf) {
        var sealed = events.of(Kind.PERSON, persons, asOf).values().stream()
                .map(Sealed::of)
                .toList();
        var readers = readers(sealed);
        var names = new HashMap<UUID, String>();
        sealed.forEach(person -> names.put(
                person.id().value(), PersonCard.of(person, readers, Set.of()).fullName()));
        return names;
    }

    /** @throws UnknownResource without a photo, or when its person was erased */
    Portrait portrait(UUID id, AsOf asOf) {
        var sealed = Sealed.of(events.of(Kind.PERSON, id, asOf));
        var photo =
                (PersonPhotoSet) events.of(Kind.PORTRAIT, id, asOf).getLast().event();
        var reader = readers(List.of(sealed)).get(sealed.id());
        if (reader == null || reader.erased()) {
            throw UnknownResource.photo();
        }
        var clear = reader.read(PersonPhotoSet.class, "photo", photo.keyVersion(), photo.photo());
        return new Portrait(Base64.getDecoder().decode(clear), mediaType(photo.mediaType()));
    }

    private static MediaType mediaType(String said) {
        return PICTURES.stream()
                .filter(picture -> picture.toString().equals(said))
                .findFirst()
                .orElse(MediaType.APPLICATION_OCTET_STREAM);
    }

    private Set<UUID> portraits(Collection<Sealed> persons, AsOf asOf) {
        var ids = persons.stream().map(person -> person.id().value()).toList();
        return events.listed(ids, Kind.PORTRAIT, asOf).keySet();
    }

    private Map<PersonId, PersonNames.Reader> readers(Collection<Sealed> persons) {
        return personNames.readers(persons.stream()
                .filter(person -> !person.erased())
                .map(Sealed::id)
                .toList());
    }
}

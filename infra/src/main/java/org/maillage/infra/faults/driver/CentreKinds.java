package org.maillage.infra.faults.driver;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.maillage.infra.faults.driver.Centre.Funding;
import org.maillage.infra.faults.driver.Centre.Person;

/** What centres do about themselves and the persons they know. */
final class CentreKinds {

    /** The mission of the one exclusive agreement: who shares it must be waived. */
    static final String EXCLUSIVE_MISSION = "insertion des jeunes";

    static final List<String> ROLES = List.of("animatrice", "responsable", "médiateur numérique", "bénévole");

    private static final int MOST_STAFF = 8;
    private static final int MOST_VISITORS = 30;
    private static final long NOTICE = 300;

    private final World world;
    private final Draw draw;

    CentreKinds(World world) {
        this.world = world;
        this.draw = world.draw;
    }

    List<Kind> kinds() {
        return List.of(
                new Kind("/epns", 40, this::register),
                new Kind("/documents", 6, this::file),
                new Kind("/persons", 20, this::person),
                new Kind("/persons/{id}/revisions", 6, this::revisePerson),
                new Kind("/persons/{id}/photo", 3, this::photo),
                new Kind("/persons/{id}/erasure", 3, this::erase),
                new Kind("/epns/{id}/staff", 4, this::appoint),
                new Kind("/epns/{id}/hourly-rates", 5, this::rate),
                new Kind("/epns/{id}/missions", 2, this::missions),
                new Kind("/epns/{id}/positioning", 2, this::position),
                new Kind("/epns/{id}/thresholds", 2, this::thresholds),
                new Kind("/epns/{id}/circuit-templates", 2, this::template),
                new Kind("/epns/{id}/access-grants", 3, this::grant),
                new Kind("/epns/{id}/access-revocations", 2, this::revoke),
                new Kind("/funding-agreements", 3, this::fund),
                new Kind("/funding-agreements/{id}/end", 2, this::endFunding));
    }

    private @Nullable Ask register() {
        if (world.centresAskedFor >= World.CENTRES) {
            return null;
        }
        world.centresAskedFor++;
        var ask = Ask.to("/epns")
                .with("name", draw.text("Centre d’essai"))
                .with("legalForm", draw.oneOf("ASSOCIATION", "MUNICIPAL_SERVICE"))
                .with("siret", draw.chance(50) ? draw.siret() : null)
                .with("communeCode", draw.oneOf("49007", "44109", "35238", "2A004"))
                .with("missions", List.of("inclusion numérique", EXCLUSIVE_MISSION, "lecture publique"))
                .with("audiences", List.of("tous publics"))
                .with("activePartnershipThreshold", draw.between(5, 40))
                .expecting("EpnRegistered")
                .readNew();
        var made = new boolean[1];
        return ask.then(answer -> {
                    made[0] = true;
                    world.centres.add(new Centre(answer.id()));
                })
                .afterwards(() -> {
                    if (!made[0]) {
                        world.centresAskedFor--;
                    }
                });
    }

    private @Nullable Ask person() {
        var centre = world.centre(
                some -> some.isPatient() && (some.staff.size() < MOST_STAFF || some.visitors.size() < MOST_VISITORS));
        if (centre == null) {
            return null;
        }
        var works = centre.staff.size() < MOST_STAFF && (centre.staff.size() < 3 || draw.chance(20));
        var number = draw.number();
        var minor = !works && draw.chance(25);
        return Ask.to("/persons")
                .with("epnId", centre)
                .with("fullName", invented(number))
                .with("email", draw.chance(60) ? "personne-inventee-" + number + "@exemple.invalid" : null)
                .with(
                        "phone",
                        draw.chance(40) ? "+33 1 99 00 %02d %02d".formatted(number / 100 % 100, number % 100) : null)
                .with("minor", (draw.chance(70) || minor) ? minor : null)
                .among(centre)
                .expecting("PersonRegistered")
                .readNew()
                .then(answer -> (works ? centre.staff : centre.visitors).add(new Person(answer.id(), centre, minor)));
    }

    private @Nullable Ask file() {
        var centre = world.furnished();
        return centre == null
                ? null
                : Ask.storing(centre, draw.text("Dossier d’essai de " + centre.id))
                        .among(centre)
                        .then(answer -> {
                            if (!answer.text("sha256").isEmpty()) {
                                PartnershipKinds.keep(centre.files, answer.text("sha256"));
                            }
                        });
    }

    private static String invented(long number) {
        return "Personne Inventée (essai) " + number;
    }

    private @Nullable Person visitor() {
        var centre = world.centre(some -> !some.visitors.isEmpty());
        return centre == null ? null : draw.oneOf(centre.visitors, person -> person.isFree() && person.stays());
    }

    private @Nullable Ask revisePerson() {
        var person = visitor();
        return person == null
                ? null
                : Ask.to("/persons/{id}/revisions", person)
                        .with("fullName", invented(draw.number()))
                        .with("phone", draw.chance(50) ? "+33 1 99 00 00 00" : null)
                        .alone(person)
                        .expecting("PersonRevised");
    }

    private @Nullable Ask photo() {
        var person = visitor();
        if (person == null) {
            return null;
        }
        var image = new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 0, 0, 0};
        image[12] = (byte) draw.between(0, 255);
        image[13] = (byte) draw.between(0, 255);
        return Ask.to("/persons/{id}/photo", person)
                .with("mediaType", "image/png")
                .with("content", Base64.getEncoder().encodeToString(image))
                .alone(person)
                .expecting("PersonPhotoSet");
    }

    /** Whoever is to be forgotten is no longer planned with for a while, so that nobody stumbles over it. */
    private @Nullable Ask erase() {
        for (var centre : world.centres) {
            for (var person : centre.visitors) {
                if (!person.stays() && world.commands - person.leavesAt > NOTICE && person.isFree()) {
                    return Ask.to("/persons/{id}/erasure", person)
                            .with("reason", draw.text("À sa demande"))
                            .alone(person)
                            .expecting("PersonErased")
                            .then(_ -> person.lose());
                }
            }
        }
        var centre = world.furnished();
        var person = centre == null || centre.visitors.size() < 10 ? null : draw.oneOf(centre.visitors, Person::stays);
        if (person != null) {
            person.leavesAt = world.commands;
        }
        return null;
    }

    private @Nullable Ask appoint() {
        var centre = world.furnished();
        return centre == null
                ? null
                : Ask.to("/epns/{id}/staff", centre)
                        .with("personId", world.staff(centre))
                        .with("role", draw.oneOf(ROLES))
                        .among(centre);
    }

    private @Nullable Ask rate() {
        var centre = world.furnished();
        if (centre == null) {
            return null;
        }
        var ask = Ask.to("/epns/{id}/hourly-rates", centre)
                .with("amount", draw.money(60))
                .with("effectiveFrom", draw.pastDay())
                .among(centre);
        return draw.chance(60) ? ask.with("personId", world.staff(centre)) : ask.with("role", draw.oneOf(ROLES));
    }

    private @Nullable Ask missions() {
        var centre = world.furnished();
        return centre == null
                ? null
                : Ask.to("/epns/{id}/missions", centre)
                        .with("missions", List.of("inclusion numérique", EXCLUSIVE_MISSION, draw.text("mission")))
                        .among(centre)
                        .expecting("EpnMissionsRevised");
    }

    private @Nullable Ask position() {
        var centre = world.furnished();
        return centre == null
                ? null
                : Ask.to("/epns/{id}/positioning", centre)
                        .with("domains", List.of("numérique", draw.oneOf("lecture", "cinéma", "santé")))
                        .with("positioning", draw.text("Un espace de proximité"))
                        .among(centre)
                        .expecting("EpnPositioned");
    }

    private @Nullable Ask thresholds() {
        var centre = world.furnished();
        return centre == null
                ? null
                : Ask.to("/epns/{id}/thresholds", centre)
                        .with("staleCardDays", draw.between(100, 700))
                        .with("analysisDelayDays", draw.chance(50) ? draw.between(1, 60) : null)
                        .with("activePartnerships", draw.chance(50) ? draw.between(2, 90) : null)
                        .among(centre);
    }

    /** Of a kind of partners whose conventions always name their circuit. */
    private @Nullable Ask template() {
        var centre = world.furnished();
        return centre == null
                ? null
                : Ask.to("/epns/{id}/circuit-templates", centre)
                        .with("partnerKind", "OTHER_PUBLIC_BODY")
                        .with("steps", List.of(Map.of("name", draw.text("bureau")), Map.of("name", "direction")))
                        .among(centre)
                        .expecting("CircuitTemplateSet");
    }

    private @Nullable Ask grant() {
        var centre = world.furnished();
        if (centre == null) {
            return null;
        }
        var subject = "essai-" + draw.number();
        return Ask.to("/epns/{id}/access-grants", centre)
                .with("subject", subject)
                .with("roles", draw.some(List.of("ANIMATEUR", "RESPONSABLE", "AUDITEUR", "DECIDEUR"), 2))
                .with("personId", draw.chance(60) ? world.staff(centre) : null)
                .among(centre)
                .expecting("AccessGranted")
                .then(_ -> centre.subjects.add(subject));
    }

    private @Nullable Ask revoke() {
        var centre = world.centre(some -> !some.subjects.isEmpty());
        return centre == null
                ? null
                : Ask.to("/epns/{id}/access-revocations", centre)
                        .with("subject", centre.subjects.removeFirst())
                        .with("reason", draw.text("Départ"))
                        .among(centre)
                        .expecting("AccessRevoked");
    }

    private @Nullable Ask fund() {
        var centre = world.furnished();
        if (centre == null) {
            return null;
        }
        var exclusive = !centre.asksForExclusive;
        if (!exclusive && centre.fundings.size() > 12) {
            return null;
        }
        centre.asksForExclusive = true;
        return Ask.to("/funding-agreements")
                .with("epnId", centre)
                .with("funder", draw.text(exclusive ? "Fonds exclusif imaginaire" : "Fondation imaginaire"))
                .with("missions", List.of(exclusive ? EXCLUSIVE_MISSION : draw.text("mission")))
                .with("exclusive", exclusive)
                .with("amount", draw.money(20_000))
                .with("from", "2020-01-01")
                .among(centre)
                .expecting("FundingDeclared")
                .readNew()
                .then(answer -> {
                    if (exclusive) {
                        centre.exclusive = answer.id();
                    } else {
                        centre.fundings.add(new Funding(answer.id()));
                    }
                });
    }

    private @Nullable Ask endFunding() {
        var centre = world.centre(some -> !some.fundings.isEmpty());
        var funding = centre == null ? null : draw.oneOf(centre.fundings, Thing::isFree);
        return funding == null
                ? null
                : Ask.to("/funding-agreements/{id}/end", funding)
                        .with("endedOn", draw.pastDay())
                        .with("reason", draw.chance(50) ? draw.text("Convention de financement échue") : null)
                        .alone(funding)
                        .expecting("FundingEnded")
                        .then(_ -> funding.lose());
    }
}

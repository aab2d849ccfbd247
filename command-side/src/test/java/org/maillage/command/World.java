package org.maillage.command;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.maillage.command.ledger.Claims;
import org.maillage.command.ledger.Look;
import org.maillage.command.ledger.NestedCommands;
import org.maillage.kernel.Event;
import org.maillage.kernel.convention.Clauses;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.epn.EpnEvent.EpnRegistered;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.partner.PartnerEvent.PartnerRegistered;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectEvent.ProjectDrafted;
import org.maillage.kernel.project.ProjectId;

/** The centre, people and partners of the aggregates' stories, and the fixtures in which they are told. */
public final class World {

    public static final EpnId EPN = new EpnId(new UUID(1, 1));
    public static final EpnId OTHER_EPN = new EpnId(new UUID(1, 2));
    public static final PersonId CLAIRE = new PersonId(new UUID(2, 1));
    public static final PersonId INES = new PersonId(new UUID(2, 2));
    public static final PersonId BERNARD = new PersonId(new UUID(2, 3));
    public static final PersonId STRANGER = new PersonId(new UUID(2, 99));
    public static final PartnerId LIRE_ENSEMBLE = new PartnerId(new UUID(3, 1));
    public static final PartnerId CINEMA = new PartnerId(new UUID(3, 2));
    public static final PartnerId STRANGE_PARTNER = new PartnerId(new UUID(3, 99));
    public static final ProjectId WORKSHOPS = new ProjectId(new UUID(4, 1));
    public static final ProjectId NEXT_PROJECT = new ProjectId(new UUID(4, 2));
    public static final PartnershipId PARTNERSHIP = new PartnershipId(new UUID(5, 1));
    public static final ConventionId CONVENTION = new ConventionId(new UUID(6, 1));
    public static final LocalDate DAY = LocalDate.of(2025, 10, 7);
    public static final Clauses CLAUSES = new Clauses("préambule", "objectifs", "modalités", "engagements", "suivi");

    private World() {}

    /**
     * A fixture whose aggregate can look at the centre, its people, partners and projects, and at whatever else happened to other
     * aggregates.
     */
    public static <T> FixtureConfiguration<T> fixture(Class<T> aggregate, Event... elsewhere) {
        return fixture(aggregate, new Claims(), elsewhere);
    }

    /** A fixture in which some claims are held already. */
    public static <T> FixtureConfiguration<T> fixture(Class<T> aggregate, Claims claims, Event... elsewhere) {
        var events = new ArrayList<Event>(people());
        events.addAll(Arrays.asList(elsewhere));
        return new AggregateTestFixture<>(aggregate)
                .registerCommandTargetResolver(
                        message -> new VersionedAggregateIdentifier(((Command) message.getPayload()).target(), null))
                .registerInjectableResource(new Look(id -> events.stream()
                        .filter(event -> event.id().value().equals(id.value()))
                        .toList()))
                .registerInjectableResource(claims)
                .registerInjectableResource(new NestedCommands());
    }

    /** Who is there before anything happens. */
    public static List<Event> people() {
        return List.of(
                epn(EPN),
                epn(OTHER_EPN),
                person(CLAIRE, EPN),
                person(INES, EPN),
                person(BERNARD, EPN),
                person(STRANGER, OTHER_EPN),
                partner(LIRE_ENSEMBLE, EPN, PartnerKind.ASSOCIATION),
                partner(CINEMA, EPN, PartnerKind.CULTURAL_VENUE),
                partner(STRANGE_PARTNER, OTHER_EPN, PartnerKind.COMPANY),
                project(WORKSHOPS),
                project(NEXT_PROJECT));
    }

    public static EpnRegistered epn(EpnId id) {
        return new EpnRegistered(
                id,
                "La Passerelle Numérique",
                LegalForm.ASSOCIATION,
                null,
                new CommuneCode("49007"),
                List.of("insertion"),
                List.of("adultes"),
                null,
                List.of(),
                null,
                null);
    }

    public static PersonRegistered person(PersonId id, EpnId epn) {
        return new PersonRegistered(id, epn, new Ciphertext("c2VjcmV0"), null, null, false, 1);
    }

    public static PartnerRegistered partner(PartnerId id, EpnId epn, PartnerKind kind) {
        return new PartnerRegistered(
                id, epn, "Un partenaire", kind, null, null, null, List.of(), List.of(), null, null, null, List.of());
    }

    public static ProjectDrafted project(ProjectId id) {
        return new ProjectDrafted(id, EPN, "Ateliers", ProjectDuration.LONG_RUNNING, List.of(), List.of(), null);
    }

    /** Proposed to Lire Ensemble and the cinema. */
    public static PartnershipProposed proposed() {
        return new PartnershipProposed(
                PARTNERSHIP,
                EPN,
                WORKSHOPS,
                List.of(LIRE_ENSEMBLE, CINEMA),
                CLAIRE,
                List.of("nouveaux publics"),
                List.of("ateliers équipés"),
                List.of("insertion"),
                null,
                List.of());
    }

    public static NegotiationEntered negotiating() {
        return new NegotiationEntered(PARTNERSHIP, EPN, List.of());
    }

    public static PartnershipAgreed agreed() {
        return new PartnershipAgreed(PARTNERSHIP, EPN, CONVENTION);
    }

    public static ActionStarted started() {
        return new ActionStarted(PARTNERSHIP, EPN, DAY, List.of());
    }

    public static ActionCompleted completed() {
        return new ActionCompleted(PARTNERSHIP, EPN, DAY.plusMonths(6));
    }

    public static BilanDelivered delivered() {
        return new BilanDelivered(PARTNERSHIP, EPN);
    }

    public static PartnershipEvent[] upTo(PartnershipEvent last) {
        var life = List.of(proposed(), negotiating(), agreed(), started(), completed(), delivered());
        return life.subList(0, life.indexOf(last) + 1).toArray(PartnershipEvent[]::new);
    }
}

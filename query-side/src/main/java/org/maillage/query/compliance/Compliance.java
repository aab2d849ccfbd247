package org.maillage.query.compliance;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.consent.ImageConsentState;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.EpnRegistered;
import org.maillage.kernel.funding.FundingAgreement;
import org.maillage.kernel.funding.Fundings;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipEvent.PartnerJoined;
import org.maillage.kernel.partnership.PartnershipEvent.PartnershipProposed;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.person.PersonEvent.*;
import org.maillage.query.UnknownResource;
import org.maillage.query.compliance.Conflicts.Conflict;
import org.maillage.query.compliance.Register.ConsentCount;
import org.maillage.query.compliance.Register.Counts;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.KeptEvents;
import org.maillage.query.intake.PersonNames;
import org.maillage.query.intake.Recorded;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a centre must be able to show, as it stood at an instant. */
@Component
final class Compliance {

    private final KeptEvents events;
    private final PersonNames personNames;

    Compliance(JdbcClient database, PersonNames personNames) {
        this.events = new KeptEvents(database, "compliance_v1.compliance_fact", "compliance_v1.listing_fact");
        this.personNames = personNames;
    }

    /** @param conflicts those that stand, open or waived */
    record Dossier(
            UUID epnId, List<Agreement> funding, List<Conflict> conflicts, List<Consent> consents, Register register) {}

    /** @param inForce on the day of the question */
    record Agreement(
            UUID id,
            String funder,
            List<String> missions,
            boolean exclusive,
            @Nullable BigDecimal amount,
            LocalDate from,
            @Nullable LocalDate until,
            boolean inForce) {

        private static Agreement of(FundingAgreement agreement, LocalDate today) {
            return new Agreement(
                    agreement.id().value(),
                    agreement.funder(),
                    agreement.missions(),
                    agreement.exclusive(),
                    agreement.amount() == null ? null : agreement.amount().value(),
                    agreement.from(),
                    agreement.until(),
                    agreement.inForceOn(today));
        }
    }

    /** @throws UnknownResource when there was no such centre then */
    Dossier of(UUID epn, AsOf asOf) {
        var centre = events.of(Matter.CENTRE, List.of(epn), asOf).get(epn);
        if (centre == null) {
            throw UnknownResource.epn();
        }
        var today = asOf.today();
        var fundings = Fundings.NONE;
        for (var recorded : centre) {
            fundings = Fundings.after(fundings, (EpnEvent) recorded.event());
        }
        var persons = histories(Matter.PERSON, epn, asOf);
        var consents = histories(Matter.CONSENT, epn, asOf).values().stream()
                .map(history -> Consent.of(history, today))
                .toList();
        var registered = (EpnRegistered) centre.getFirst().event();
        return new Dossier(
                epn,
                fundings.agreements().stream()
                        .map(agreement -> Agreement.of(agreement, today))
                        .toList(),
                conflicts(centre, epn, today, asOf),
                named(consents, persons),
                Register.of(registered.name(), registered.legalForm(), today, counts(persons.values(), consents)));
    }

    private List<Conflict> conflicts(List<Recorded> centre, UUID epn, LocalDate today, AsOf asOf) {
        var partnerships = histories(Matter.PARTNERSHIP, epn, asOf);
        var projects = new HashSet<UUID>();
        var partners = new HashSet<UUID>();
        partnerships.values().forEach(history -> {
            projects.add(project(history));
            partners.addAll(partners(history));
        });
        var missions = events.of(Matter.PROJECT, projects, asOf);
        var objections = events.of(Matter.PARTNER, partners, asOf);
        var conflicts = new ArrayList<Conflict>();
        partnerships.values().forEach(history -> {
            var around = new ArrayList<>(centre);
            around.addAll(missions.getOrDefault(project(history), List.of()));
            partners(history).forEach(partner -> around.addAll(objections.getOrDefault(partner, List.of())));
            conflicts.addAll(Conflicts.of(history, around, today));
        });
        return conflicts;
    }

    private static UUID project(List<Recorded> partnership) {
        return ((PartnershipProposed) partnership.getFirst().event())
                .projectId()
                .value();
    }

    /** Whoever takes or took part. */
    private static Set<UUID> partners(List<Recorded> partnership) {
        var partners = new HashSet<UUID>();
        for (var recorded : partnership) {
            if (recorded.event() instanceof PartnershipProposed proposed) {
                proposed.partnerIds().stream().map(PartnerId::value).forEach(partners::add);
            } else if (recorded.event() instanceof PartnerJoined joined) {
                partners.add(joined.partnerId().value());
            }
        }
        return partners;
    }

    private List<Consent> named(List<Consent> consents, Map<UUID, List<Recorded>> persons) {
        var names = personNames.fullNames(consents.stream()
                .map(Consent::personId)
                .distinct()
                .map(person -> persons.getOrDefault(person, List.of()))
                .filter(history -> !history.isEmpty())
                .map(history -> (PersonEvent) history.getLast().event())
                .toList());
        return consents.stream()
                .map(consent -> consent.named(names.get(consent.personId())))
                .toList();
    }

    private static Counts counts(Collection<List<Recorded>> persons, List<Consent> consents) {
        var newest = persons.stream()
                .map(history -> (PersonEvent) history.getLast().event())
                .toList();
        return new Counts(
                newest.size(),
                newest.stream().filter(Compliance::isMinor).count(),
                newest.stream().filter(PersonErased.class::isInstance).count(),
                Arrays.stream(ImageConsentState.values())
                        .map(state -> new ConsentCount(
                                state,
                                consents.stream()
                                        .filter(consent -> consent.state() == state)
                                        .count()))
                        .toList());
    }

    private static boolean isMinor(PersonEvent newest) {
        return switch (newest) {
            case PersonRegistered person -> person.minor();
            case PersonRevised person -> person.minor();
            case PersonPhotoSet _, PersonErased _ -> false;
        };
    }

    /** In the order in which they were made. */
    private Map<UUID, List<Recorded>> histories(Matter matter, UUID epn, AsOf asOf) {
        var subjects = events.listed(List.of(epn), matter, asOf).getOrDefault(epn, List.of());
        var found = events.of(matter, subjects, asOf);
        var histories = new LinkedHashMap<UUID, List<Recorded>>();
        for (var subject : subjects) {
            var history = found.get(subject);
            if (history != null) {
                histories.put(subject, history);
            }
        }
        return histories;
    }
}

package org.maillage.query.pipeline;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.query.Advice;
import org.maillage.query.UnknownResource;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.PersonNames;
import org.maillage.query.pipeline.Pipeline.*;
import org.springframework.stereotype.Component;

/** Reads the pipeline of a centre. */
@Component
final class Pipelines {

    private final Dossiers dossiers;
    private final StandingWarnings warnings;
    private final PersonNames personNames;

    Pipelines(Dossiers dossiers, StandingWarnings warnings, PersonNames personNames) {
        this.dossiers = dossiers;
        this.warnings = warnings;
        this.personNames = personNames;
    }

    private record In(Situation situation, Partnership it, List<Advice> advice) {}

    /** @throws UnknownResource when there was no such centre then */
    Pipeline of(UUID epn, AsOf asOf) {
        if (!dossiers.knowCentre(epn, asOf)) {
            throw UnknownResource.epn();
        }
        var timelines = dossiers.ofCentre(epn, asOf);
        var advice = warnings.of(timelines, asOf);
        var all = new ArrayList<In>();
        timelines.forEach((id, timeline) -> {
            var partnership = timeline.situation().partnership();
            if (partnership != null) {
                all.add(new In(timeline.situation(), partnership, advice.getOrDefault(id, List.of())));
            }
        });
        var today = asOf.today();
        return new Pipeline(
                epn, byState(all), waiting(all, today, asOf), expiring(all, today), unrecorded(all), standing(all));
    }

    private static List<Standing> standing(Collection<In> all) {
        return all.stream()
                .flatMap(each -> each.advice().stream()
                        .map(advice ->
                                new Standing(each.it().id().value(), advice.code(), advice.text(), advice.raisedAt())))
                .sorted(Comparator.comparing(Standing::raisedAt))
                .toList();
    }

    private static List<InState> byState(Collection<In> all) {
        var stages = new EnumMap<PartnershipState, List<Stage>>(PartnershipState.class);
        for (var each : all) {
            stages.computeIfAbsent(each.it().state(), _ -> new ArrayList<>()).add(stage(each));
        }
        return stages.entrySet().stream()
                .map(entry -> new InState(entry.getKey(), entry.getKey().label(), entry.getValue()))
                .toList();
    }

    private static Stage stage(In each) {
        var it = each.it();
        var names = new ArrayList<@Nullable String>();
        it.partners().forEach(partner -> names.add(name(each.situation(), partner)));
        return new Stage(
                it.id().value(),
                it.standing().projectId().value(),
                each.situation().project().name(),
                it.partners().stream().map(PartnerId::value).toList(),
                names,
                it.state(),
                it.since(),
                each.advice());
    }

    private static @Nullable String name(Situation situation, PartnerId partner) {
        var known = situation.partners().get(partner);
        return known == null ? null : known.name();
    }

    private List<WaitingItem> waiting(Collection<In> all, LocalDate today, AsOf asOf) {
        record Found(In in, Waiting waiting) {}
        var found = all.stream()
                .flatMap(each -> Waiting.in(each.it()).stream().map(waiting -> new Found(each, waiting)))
                .sorted(Comparator.comparing(each -> each.waiting().since()))
                .toList();
        var names = names(found.stream().map(Found::waiting).toList(), asOf);
        return found.stream()
                .map(each -> item(each.in(), each.waiting(), names, today))
                .toList();
    }

    private Map<UUID, String> names(Collection<Waiting> waiting, AsOf asOf) {
        var persons = new LinkedHashSet<UUID>();
        for (var each : waiting) {
            var person = each.person();
            if (person != null) {
                persons.add(person.value());
            }
        }
        return personNames.fullNames(dossiers.persons(persons, asOf).values().stream()
                .map(history -> (PersonEvent) history.getLast().event())
                .toList());
    }

    private static WaitingItem item(In in, Waiting waiting, Map<UUID, String> names, LocalDate today) {
        var convention = waiting.convention();
        var partner = waiting.partner();
        return new WaitingItem(
                waiting.kind(),
                somebody(in.situation(), waiting, names),
                in.it().id().value(),
                convention == null ? null : convention.value(),
                waiting.step(),
                partner == null ? null : new Party(partner.value(), name(in.situation(), partner)),
                waiting.expectedOn(),
                waiting.since(),
                waiting.isOverdue(today));
    }

    private static @Nullable Somebody somebody(Situation situation, Waiting waiting, Map<UUID, String> names) {
        var person = waiting.person();
        if (person != null) {
            return new Somebody(person.value(), null, names.get(person.value()));
        }
        var party = waiting.party();
        return party == null ? null : new Somebody(null, party.value(), name(situation, party));
    }

    private static @Nullable String name(Situation situation, PartyId party) {
        var partner = situation.partners().get(new PartnerId(party.value()));
        return partner == null ? situation.centre().name() : partner.name();
    }

    private static List<Expiring> expiring(Collection<In> all, LocalDate today) {
        return all.stream()
                .filter(each -> !each.it().standing().isOver())
                .flatMap(each -> each.it().conventions().stream()
                        .map(convention -> expiring(each, convention, today))
                        .filter(Objects::nonNull))
                .sorted(Comparator.comparing(Expiring::validUntil))
                .toList();
    }

    private static @Nullable Expiring expiring(In each, Convention convention, LocalDate today) {
        var term = convention.term();
        var notice = each.situation().centre().thresholds().expiryNoticeDays();
        return term == null || !convention.expires(today, notice)
                ? null
                : new Expiring(
                        convention.id().value(),
                        each.it().id().value(),
                        convention.state(),
                        term,
                        term.isBefore(today));
    }

    private static List<UnrecordedSheet> unrecorded(Collection<In> all) {
        return all.stream()
                .filter(each -> !each.it().standing().isOver())
                .flatMap(each -> each.it().sessions().stream()
                        .filter(Session::isUnrecorded)
                        .map(session -> new UnrecordedSheet(
                                session.id().value(), each.it().id().value(), session.startsAt())))
                .sorted(Comparator.comparing(UnrecordedSheet::startsAt))
                .toList();
    }
}

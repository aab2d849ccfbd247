package org.maillage.query.pipeline;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.maillage.kernel.partnership.Warning;
import org.maillage.query.Advice;
import org.maillage.query.Returns;
import org.maillage.query.Returns.Since;
import org.maillage.query.Returns.Worth;
import org.maillage.query.Warnings;
import org.maillage.query.intake.AsOf;
import org.springframework.stereotype.Component;

/** What events, days and figures call for. */
@Component
final class StandingWarnings implements Warnings {

    private final Dossiers dossiers;
    private final Returns returns;

    StandingWarnings(Dossiers dossiers, Returns returns) {
        this.dossiers = dossiers;
        this.returns = returns;
    }

    @Override
    public Map<UUID, List<Advice>> of(Collection<UUID> partnerships, AsOf asOf) {
        return of(dossiers.of(partnerships, asOf), asOf);
    }

    /** Those of partnerships that were read already. */
    Map<UUID, List<Advice>> of(Map<UUID, Timeline> timelines, AsOf asOf) {
        var figures = figures(timelines, asOf);
        var advice = new LinkedHashMap<UUID, List<Advice>>();
        timelines.forEach((id, timeline) -> {
            var raised = new EnumMap<Warning, Instant>(Warning.class);
            raised.putAll(timeline.raised());
            raised.putAll(figures.getOrDefault(id, Map.of()));
            advice.put(id, inOrder(raised));
        });
        return advice;
    }

    private static List<Advice> inOrder(Map<Warning, Instant> raised) {
        return raised.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(entry -> new Advice(entry.getKey().code(), entry.getKey().text(), entry.getValue()))
                .toList();
    }

    /** These say something of dead partnerships too: the time that went into them is spent. */
    private Map<UUID, Map<Warning, Instant>> figures(Map<UUID, Timeline> timelines, AsOf asOf) {
        var worths = returns.of(timelines.keySet(), asOf);
        var called = new LinkedHashMap<UUID, Set<Warning>>();
        timelines.forEach((id, timeline) -> {
            var partnership = timeline.situation().partnership();
            var worth = worths.get(id);
            if (partnership != null && worth != null) {
                called.put(id, called(partnership, worth));
            }
        });
        called.values().removeIf(Set::isEmpty);
        var figures = new LinkedHashMap<UUID, Map<Warning, Instant>>();
        if (called.isEmpty()) {
            return figures;
        }
        var since = returns.since(called.keySet(), asOf);
        timelines.forEach((id, timeline) -> {
            var partnership = timeline.situation().partnership();
            var raised = new EnumMap<Warning, Instant>(Warning.class);
            for (var warning : called.getOrDefault(id, Set.of())) {
                if (partnership != null) {
                    raised.put(warning, raisedAt(warning, partnership, since.getOrDefault(id, Since.NEVER)));
                }
            }
            figures.put(id, raised);
        });
        return figures;
    }

    private static Set<Warning> called(Partnership it, Worth worth) {
        var called = EnumSet.noneOf(Warning.class);
        if (it.isStarted() && worth.labourCost().compareTo(worth.totalReturn()) > 0) {
            called.add(Warning.NOT_PROFITABLE);
        }
        if (worth.unratedMinutes() > 0) {
            called.add(Warning.UNRATED_MINUTES);
        }
        return called;
    }

    /** A loss not before the action began: until then nobody expects a return. */
    private static Instant raisedAt(Warning warning, Partnership it, Since since) {
        var at = warning == Warning.UNRATED_MINUTES ? since.unrated() : since.loss();
        var earliest = warning == Warning.UNRATED_MINUTES ? it.proposedAt() : it.startedAt();
        return Stream.of(Optional.ofNullable(at), Optional.ofNullable(earliest))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElseGet(it::proposedAt);
    }
}

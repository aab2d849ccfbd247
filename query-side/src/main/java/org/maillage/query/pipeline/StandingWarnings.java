package org.maillage.query.pipeline;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.partnership.Warning;
import org.maillage.query.Advice;
import org.maillage.query.Returns;
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
        var worths = returns.of(timelines.keySet(), asOf);
        var advice = new LinkedHashMap<UUID, List<Advice>>();
        timelines.forEach((id, timeline) -> advice.put(id, advice(timeline, worths.get(id))));
        return advice;
    }

    /** @param worth null when nothing is known of it */
    static List<Advice> advice(Timeline timeline, @Nullable Worth worth) {
        var raised = new EnumMap<Warning, Instant>(Warning.class);
        raised.putAll(timeline.raised());
        var partnership = timeline.situation().partnership();
        if (worth != null && partnership != null) {
            figures(raised, partnership, worth);
        }
        return raised.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(entry -> new Advice(entry.getKey().code(), entry.getKey().text(), entry.getValue()))
                .toList();
    }

    /** These say something of dead partnerships too: the time that went into them is spent. */
    private static void figures(Map<Warning, Instant> raised, Partnership it, Worth worth) {
        var startedAt = it.startedAt();
        if (startedAt != null && worth.labourCost().compareTo(worth.totalReturn()) > 0) {
            raised.put(Warning.NOT_PROFITABLE, startedAt);
        }
        if (worth.unratedMinutes() > 0) {
            raised.put(Warning.UNRATED_MINUTES, it.proposedAt());
        }
    }
}

package org.maillage.query.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.maillage.kernel.partnership.PartnershipEvent.PartnerJoined;
import org.maillage.kernel.partnership.PartnershipEvent.PartnershipProposed;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.KeptEvents;
import org.maillage.query.intake.Recorded;
import org.maillage.query.pipeline.Timeline.Step;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Everything that bears on partnerships, as it was known. */
@Component
final class Dossiers {

    private final KeptEvents events;

    Dossiers(JdbcClient database) {
        this.events = new KeptEvents(database, "pipeline_v1.pipeline_fact", "pipeline_v1.listing_fact");
    }

    /** Whether there was such a centre. */
    boolean knowCentre(UUID epn, AsOf asOf) {
        return events.of(Stream.CENTRE, List.of(epn), asOf).containsKey(epn);
    }

    /** The partnerships of a centre, in the order in which they were proposed. */
    Map<UUID, Timeline> ofCentre(UUID epn, AsOf asOf) {
        return of(events.listed(List.of(epn), Stream.PARTNERSHIP, asOf).getOrDefault(epn, List.of()), asOf);
    }

    /** These partnerships; those that were not known then are not there. */
    Map<UUID, Timeline> of(Collection<UUID> partnerships, AsOf asOf) {
        var own = events.of(Stream.PARTNERSHIP, partnerships, asOf);
        var subjects = new LinkedHashMap<UUID, Subjects>();
        own.forEach((id, history) -> subjects.put(id, Subjects.of(history)));
        var centres = around(Stream.CENTRE, subjects.values(), asOf);
        var lives = around(Stream.LIVES, subjects.values(), asOf);
        var projects = around(Stream.PROJECT, subjects.values(), asOf);
        var partners = around(Stream.PARTNER, subjects.values(), asOf);
        var today = asOf.today();
        var timelines = new LinkedHashMap<UUID, Timeline>();
        for (var id : partnerships) {
            var known = subjects.get(id);
            if (known == null) {
                continue;
            }
            var steps = new ArrayList<Step>();
            add(steps, Stream.CENTRE, centres, known);
            add(steps, Stream.LIVES, lives, known);
            add(steps, Stream.PROJECT, projects, known);
            add(steps, Stream.PARTNER, partners, known);
            own.getOrDefault(id, List.of()).forEach(event -> steps.add(new Step(Stream.PARTNERSHIP, event)));
            timelines.put(id, Timeline.of(steps, today));
        }
        return timelines;
    }

    private Map<UUID, List<Recorded>> around(Stream stream, Collection<Subjects> subjects, AsOf asOf) {
        var all = new LinkedHashSet<UUID>();
        subjects.forEach(each -> all.addAll(each.of(stream)));
        return events.of(stream, all, asOf);
    }

    private static void add(List<Step> steps, Stream stream, Map<UUID, List<Recorded>> found, Subjects subjects) {
        for (var subject : subjects.of(stream)) {
            found.getOrDefault(subject, List.of()).forEach(event -> steps.add(new Step(stream, event)));
        }
    }

    /** Whose events bear on a partnership. */
    private record Subjects(UUID epn, UUID project, Set<UUID> partners) {

        static Subjects of(List<Recorded> history) {
            var proposed = (PartnershipProposed) history.getFirst().event();
            var partners = new LinkedHashSet<UUID>();
            proposed.partnerIds().forEach(partner -> partners.add(partner.value()));
            for (var recorded : history) {
                if (recorded.event() instanceof PartnerJoined joined) {
                    partners.add(joined.partnerId().value());
                }
            }
            return new Subjects(proposed.epnId().value(), proposed.projectId().value(), partners);
        }

        Set<UUID> of(Stream stream) {
            return switch (stream) {
                case CENTRE, LIVES -> Set.of(epn);
                case PROJECT -> Set.of(project);
                case PARTNER -> partners;
                case PARTNERSHIP, PERSON -> Set.of();
            };
        }
    }

    /** The events of these persons. */
    Map<UUID, List<Recorded>> persons(Collection<UUID> persons, AsOf asOf) {
        return events.of(Stream.PERSON, persons, asOf);
    }
}

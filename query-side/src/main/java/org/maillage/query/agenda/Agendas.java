package org.maillage.query.agenda;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.maillage.kernel.partnership.PartnershipEvent.PartnershipProposed;
import org.maillage.kernel.project.ProjectEvent.ProjectDrafted;
import org.maillage.query.Period;
import org.maillage.query.UnknownResource;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.KeptEvents;
import org.maillage.query.intake.Recorded;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the agenda of a centre. */
@Component
final class Agendas {

    private final KeptEvents events;

    Agendas(JdbcClient database) {
        this.events = new KeptEvents(database, "agenda_v1.agenda_fact", "agenda_v1.listing_fact");
    }

    /**
     * What has a date, in order of time.
     *
     * @throws UnknownResource when there was no such centre then
     */
    List<AgendaItem> of(UUID epn, Period period, AsOf asOf) {
        if (!events.of(Stream.CENTRE, List.of(epn), asOf).containsKey(epn)) {
            throw UnknownResource.epn();
        }
        var partnerships = events.listed(List.of(epn), Stream.PARTNERSHIP, asOf).getOrDefault(epn, List.of());
        var agendas = events.of(Stream.PARTNERSHIP, partnerships, asOf).values().stream()
                .map(Agendas::agenda)
                .toList();
        var names = projectNames(agendas, asOf);
        return agendas.stream()
                .flatMap(agenda -> agenda.items(names.get(agenda.project().value())).stream())
                .filter(item -> period.contains(item.day()))
                .sorted(AgendaItem.ORDER)
                .toList();
    }

    private static PartnershipAgenda agenda(List<Recorded> history) {
        var agenda =
                new PartnershipAgenda((PartnershipProposed) history.getFirst().event());
        history.forEach(recorded -> agenda.on(recorded.event()));
        return agenda;
    }

    private Map<UUID, String> projectNames(Collection<PartnershipAgenda> agendas, AsOf asOf) {
        var projects = agendas.stream().map(agenda -> agenda.project().value()).collect(Collectors.toSet());
        var names = new LinkedHashMap<UUID, String>();
        events.of(Stream.PROJECT, projects, asOf)
                .forEach((id, history) ->
                        names.put(id, ((ProjectDrafted) history.getFirst().event()).name()));
        return names;
    }
}

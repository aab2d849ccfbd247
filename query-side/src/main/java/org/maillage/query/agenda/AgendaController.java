package org.maillage.query.agenda;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.query.Period;
import org.maillage.query.intake.Answers;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.Page;
import org.maillage.query.intake.Paging;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Answers(from = AgendaProjection.NAME)
final class AgendaController {

    private final Agendas agendas;

    AgendaController(Agendas agendas) {
        this.agendas = agendas;
    }

    @GetMapping("/agenda")
    Page<AgendaItem> agenda(
            @RequestParam UUID epnId,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate until,
            AsOf asOf,
            Paging paging) {
        var found = agendas.of(epnId, Period.of(from, until), asOf).stream()
                .filter(item -> follows(item, paging))
                .limit(paging.limitAndOne())
                .toList();
        return Page.of(
                found,
                paging,
                item -> List.of(item.begins().getEpochSecond(), item.begins().getNano(), item.tie()));
    }

    private static boolean follows(AgendaItem item, Paging paging) {
        var second = paging.afterNumber(0);
        var nano = paging.afterNumber(1);
        var tie = paging.afterText(2);
        if (second == null || nano == null || tie == null) {
            return true;
        }
        int order = Long.compare(item.begins().getEpochSecond(), second);
        if (order == 0) {
            order = Long.compare(item.begins().getNano(), nano);
        }
        return order > 0 || (order == 0 && item.tie().compareTo(tie) > 0);
    }
}

package org.maillage.query.bilan;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.query.bilan.Bilan.AttendanceFigures;
import org.maillage.query.bilan.Bilan.Contributions;
import org.maillage.query.bilan.Bilan.Report;
import org.maillage.query.bilan.Bilan.Sessions;
import org.maillage.query.intake.Answers;
import org.maillage.query.intake.AsOf;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Answers(from = BilanProjection.NAME)
final class BilanController {

    private final Bilan bilan;

    BilanController(Bilan bilan) {
        this.bilan = bilan;
    }

    /** @param report null before a draft */
    record BilanAnswer(
            Sessions sessions,
            AttendanceFigures attendance,
            Contributions contributions,
            List<Deliverable> deliverables,
            @Nullable Report report) {}

    @GetMapping(path = "/partnerships/{id}/bilan", produces = MediaType.APPLICATION_JSON_VALUE)
    BilanAnswer bilan(@PathVariable UUID id, AsOf asOf) {
        var statistics = bilan.ofPartnership(id, asOf);
        return new BilanAnswer(
                statistics.sessions(),
                statistics.attendance(),
                statistics.contributions(),
                statistics.deliverables(),
                statistics.report());
    }
}

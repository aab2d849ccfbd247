package org.maillage.query.directory;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.maillage.query.directory.Directory.Faces;
import org.maillage.query.directory.Directory.Silence;
import org.maillage.query.directory.Matching.Match;
import org.maillage.query.intake.Answers;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.Page;
import org.maillage.query.intake.Paging;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/partners")
@Answers(from = DirectoryProjection.NAME)
final class DirectoryController {

    private final Directory directory;

    DirectoryController(Directory directory) {
        this.directory = directory;
    }

    @GetMapping("/keep-in-touch")
    Page<Silence> keepInTouch(@RequestParam UUID epnId, AsOf asOf, Paging paging) {
        return page(directory.keepInTouch(epnId, asOf), paging);
    }

    @GetMapping("/trombinoscope")
    Page<Faces> trombinoscope(@RequestParam UUID epnId, AsOf asOf, Paging paging) {
        return page(directory.trombinoscope(epnId, asOf), paging);
    }

    @GetMapping("/matches")
    Page<Match> matches(@RequestParam UUID projectId, AsOf asOf, Paging paging) {
        return page(directory.matches(projectId, asOf), paging);
    }

    /** The order is worked out anew for each question: a part begins behind as many as were shown. */
    private static <T> Page<T> page(List<T> whole, Paging paging) {
        var shown = Math.clamp(Objects.requireNonNullElse(paging.afterNumber(0), 0L), 0, whole.size());
        var found = whole.stream().skip(shown).limit(paging.limitAndOne()).toList();
        return Page.of(found, paging, _ -> List.of(shown + paging.limit()));
    }
}

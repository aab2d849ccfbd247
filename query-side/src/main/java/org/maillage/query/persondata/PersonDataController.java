package org.maillage.query.persondata;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.maillage.query.Telling;
import org.maillage.query.intake.Answers;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.Page;
import org.maillage.query.intake.Paging;
import org.maillage.query.persondata.ErasuresDue.DueErasure;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

@RestController
@RequestMapping("/api/v1")
@Answers(from = {PersonDataProjection.NAME, Telling.HISTORY})
final class PersonDataController {

    private final PersonData persons;
    private final ErasuresDue due;

    PersonDataController(PersonData persons, ErasuresDue due) {
        this.persons = persons;
        this.due = due;
    }

    /** Written as it is read, without a tag, for which all of it would have to be in memory; and nobody may keep it. */
    @GetMapping(
            path = "/persons/{id}/access-export",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_HTML_VALUE})
    ResponseEntity<AccessExport> accessExport(@PathVariable UUID id, AsOf asOf, HttpServletRequest request) {
        var export = persons.export(id, asOf);
        ShallowEtagHeaderFilter.disableContentCaching(request);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", AccessPage.POLICY)
                .body(export);
    }

    @GetMapping("/persons/erasures-due")
    Page<DueErasure> erasuresDue(@RequestParam UUID epnId, AsOf asOf, Paging paging) {
        return due.of(epnId, asOf, paging);
    }
}

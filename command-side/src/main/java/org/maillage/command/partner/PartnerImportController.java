package org.maillage.command.partner;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.maillage.command.Accepted;
import org.maillage.command.Adds;
import org.maillage.command.Answers;
import org.maillage.command.Command;
import org.maillage.command.ImportPartners;
import org.maillage.command.Request;
import org.maillage.command.ledger.Claims;
import org.maillage.command.partner.PartnerCommand.RegisterPartner;
import org.maillage.kernel.Ids;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.ProblemCode;
import org.maillage.kernel.wire.RequestReader;
import org.maillage.kernel.wire.Violation;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Cards out of a spreadsheet: all of them, or none and the list of what is wrong. */
@RestController
final class PartnerImportController {

    private final Answers answers;
    private final RequestReader reader;

    PartnerImportController(Answers answers, RequestReader reader) {
        this.answers = answers;
        this.reader = reader;
    }

    @Adds(ImportPartners.Report.class)
    @PostMapping(path = "/api/v1/partners/imports", consumes = "text/csv")
    ResponseEntity<Accepted> importCards(
            @RequestParam EpnId epnId,
            @RequestHeader(name = HttpHeaders.CONTENT_TYPE) MediaType type,
            @RequestBody byte[] file,
            Request request) {
        if (type.getCharset() != null && !type.getCharset().equals(StandardCharsets.UTF_8)) {
            throw new InvalidRequest(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
        }
        var rows = PartnersFile.read(file, reader);
        var cards = new ArrayList<Command>();
        var lines = new ArrayList<ImportPartners.Line>();
        for (var row : rows) {
            var id = new PartnerId(Ids.next());
            cards.add(new RegisterPartner(id, epnId, row.card()));
            lines.add(new ImportPartners.Line(row.line(), id, row.card().name()));
        }
        return answers.ok(
                new ImportPartners(
                        epnId,
                        claims -> requireFreeSirets(epnId, rows, claims),
                        cards,
                        new ImportPartners.Report(lines)),
                request);
    }

    /** So that every row is reported; should somebody take one in between, the claims of the write refuse it. */
    private static void requireFreeSirets(EpnId epn, List<PartnersFile.Row> rows, Claims claims) {
        var violations = new ArrayList<Violation>();
        for (var row : rows) {
            var siret = row.card().siret();
            if (siret != null && claims.owner(Partner.SIRET_CLAIM, Partner.siretClaim(epn, siret)) != null) {
                violations.add(new Violation(row.siretField(), new SiretAlreadyUsed().detail()));
            }
        }
        if (!violations.isEmpty()) {
            throw PartnersFile.rejected(violations);
        }
    }
}

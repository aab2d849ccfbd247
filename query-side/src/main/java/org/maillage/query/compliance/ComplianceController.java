package org.maillage.query.compliance;

import java.util.UUID;
import org.maillage.query.compliance.Compliance.Dossier;
import org.maillage.query.intake.Answers;
import org.maillage.query.intake.AsOf;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Answers(from = ComplianceProjection.NAME)
final class ComplianceController {

    private final Compliance compliance;

    ComplianceController(Compliance compliance) {
        this.compliance = compliance;
    }

    @GetMapping("/compliance")
    Dossier compliance(@RequestParam UUID epnId, AsOf asOf) {
        return compliance.of(epnId, asOf);
    }
}

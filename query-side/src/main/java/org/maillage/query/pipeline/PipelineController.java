package org.maillage.query.pipeline;

import java.util.UUID;
import org.maillage.query.Warnings;
import org.maillage.query.intake.Answers;
import org.maillage.query.intake.AsOf;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Answers(from = {PipelineProjection.NAME, Warnings.TIME_COST})
final class PipelineController {

    private final Pipelines pipelines;

    PipelineController(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    @GetMapping("/pipeline")
    Pipeline pipeline(@RequestParam UUID epnId, AsOf asOf) {
        return pipelines.of(epnId, asOf);
    }
}

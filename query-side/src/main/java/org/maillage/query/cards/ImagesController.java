package org.maillage.query.cards;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.consent.ImageMedium;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.query.Visible;
import org.maillage.query.cards.Images.CoveredPerson;
import org.maillage.query.cards.Images.Showing;
import org.maillage.query.intake.Answers;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.KeptEvents.Listed;
import org.maillage.query.intake.Page;
import org.maillage.query.intake.Paging;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Answers(from = CardsProjection.NAME)
final class ImagesController {

    private final Images images;
    private final Persons persons;

    ImagesController(Images images, Persons persons) {
        this.images = images;
        this.persons = persons;
    }

    @GetMapping("/deliverables")
    Page<DeliverableCard> deliverables(
            @RequestParam(required = false) @Nullable UUID partnershipId, Visible visible, AsOf asOf, Paging paging) {
        return page(images.deliverables(partnershipId, visible, after(paging), paging.limitAndOne(), asOf), paging);
    }

    @GetMapping("/deliverables/{id}")
    DeliverableCard deliverable(@PathVariable UUID id, AsOf asOf) {
        return images.deliverable(id, asOf);
    }

    @GetMapping("/image-consents")
    Page<ConsentCard> consents(
            @RequestParam(required = false) @Nullable UUID projectId, Visible visible, AsOf asOf, Paging paging) {
        return page(images.consents(projectId, visible, after(paging), paging.limitAndOne(), asOf), paging);
    }

    @GetMapping("/image-consents/{id}")
    ConsentCard consent(@PathVariable UUID id, AsOf asOf) {
        return images.consent(id, asOf);
    }

    @GetMapping("/image-consents/covering")
    Page<CoveredPerson> covering(
            @RequestParam UUID projectId,
            @RequestParam ImageMedium medium,
            @RequestParam ImageUser user,
            @RequestParam String context,
            Visible visible,
            AsOf asOf,
            Paging paging) {
        var showing = new Showing(projectId, medium, user, context);
        return page(images.covered(showing, visible, after(paging), paging.limitAndOne(), asOf), paging);
    }

    /** Nobody may keep it: it must be gone when its person is. */
    @GetMapping(
            path = "/persons/{id}/photo",
            produces = {"image/jpeg", "image/png", "image/webp"})
    ResponseEntity<byte[]> photo(@PathVariable UUID id, AsOf asOf) {
        var portrait = persons.portrait(id, asOf);
        return ResponseEntity.ok()
                .contentType(portrait.mediaType())
                .cacheControl(CacheControl.noStore())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.inline().filename("photo").build().toString())
                .body(portrait.bytes());
    }

    private static long after(Paging paging) {
        return Objects.requireNonNullElse(paging.afterNumber(0), 0L);
    }

    private static <C> Page<C> page(List<Listed<C>> found, Paging paging) {
        return Page.of(found, paging, listed -> List.of(listed.position())).map(Listed::card);
    }
}

package org.maillage.command.partnership;

import static org.maillage.command.World.*;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.maillage.command.NotAParty;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.partnership.PartnershipCommand.*;
import org.maillage.kernel.document.StoredFile;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.DocumentId;
import org.maillage.kernel.partnership.DocumentKind;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.ToolId;
import org.maillage.kernel.partnership.Warning;

class PartnershipResourcesTest {

    private static final DocumentId DOCUMENT = new DocumentId(new UUID(13, 1));
    private static final DocumentId NEW_DOCUMENT = new DocumentId(new UUID(13, 2));
    private static final ToolId TOOL = new ToolId(new UUID(14, 1));
    private static final ToolId NEW_TOOL = new ToolId(new UUID(14, 2));
    private static final Instant AT = Instant.parse("2025-09-02T12:00:00Z");
    private static final String URL = "https://exemple.fr/dossier";
    private static final StoredFile FILE = new StoredFile("a".repeat(64), "dossier.pdf", "application/pdf", 1_024);
    private static final PartnershipDeclined DECLINED = new PartnershipDeclined(PARTNERSHIP, EPN, "un motif");

    private final FixtureConfiguration<Partnership> fixture = fixture(Partnership.class);

    private static AttachDocument attach(@Nullable DocumentId known, @Nullable String url, @Nullable StoredFile file) {
        return new AttachDocument(PARTNERSHIP, known, NEW_DOCUMENT, DocumentKind.DOSSIER, "Le dossier", url, file);
    }

    private static DocumentAttached attached(
            DocumentId id, int version, @Nullable String url, @Nullable StoredFile file) {
        return new DocumentAttached(PARTNERSHIP, EPN, id, version, DocumentKind.DOSSIER, "Le dossier", url, file);
    }

    @Test
    void a_document_is_a_link_or_a_file() {
        fixture.given(proposed())
                .when(attach(null, URL, null))
                .expectEvents(attached(NEW_DOCUMENT, 1, URL, null))
                .expectResultMessagePayload(new Attached(NEW_DOCUMENT, 1));
        fixture.given(proposed()).when(attach(null, null, FILE)).expectEvents(attached(NEW_DOCUMENT, 1, null, FILE));
        fixture.given(proposed(), DECLINED).when(attach(null, URL, null)).expectException(WrongPartnershipState.class);
    }

    @Test
    void a_document_has_versions() {
        fixture.given(proposed(), attached(DOCUMENT, 1, URL, null), attached(DOCUMENT, 2, null, FILE))
                .when(attach(DOCUMENT, URL, null))
                .expectEvents(attached(DOCUMENT, 3, URL, null))
                .expectResultMessagePayload(new Attached(DOCUMENT, 3));
        fixture.given(proposed()).when(attach(DOCUMENT, URL, null)).expectException(UnknownDocument.class);
    }

    @Test
    void attaching_the_current_version_again_changes_nothing() {
        fixture.given(proposed(), attached(DOCUMENT, 1, null, FILE), attached(DOCUMENT, 2, URL, null))
                .when(attach(DOCUMENT, URL, null))
                .expectNoEvents()
                .expectResultMessagePayload(new Attached(DOCUMENT, 2));
        fixture.given(proposed(), attached(DOCUMENT, 1, null, FILE), attached(DOCUMENT, 2, URL, null))
                .when(attach(null, URL, null))
                .expectNoEvents()
                .expectResultMessagePayload(new Attached(DOCUMENT, 2));
        fixture.given(proposed(), attached(DOCUMENT, 1, URL, null))
                .when(attach(null, URL + "/2", null))
                .expectEvents(attached(NEW_DOCUMENT, 1, URL + "/2", null));
    }

    private static AgreeTool agree(@Nullable ToolId known, boolean free, PartnerId... lackedBy) {
        return new AgreeTool(PARTNERSHIP, known, NEW_TOOL, "Montage", null, free, List.of(lackedBy));
    }

    private static ToolAgreed agreedOn(ToolId id, boolean free, List<PartnerId> lackedBy, Warning... warnings) {
        return new ToolAgreed(PARTNERSHIP, EPN, id, "Montage", null, free, lackedBy, List.of(warnings));
    }

    @Test
    void a_tool_that_somebody_lacks_and_that_is_not_free_is_warned_about() {
        fixture.given(proposed())
                .when(agree(null, false, CINEMA))
                .expectEvents(agreedOn(NEW_TOOL, false, List.of(CINEMA), Warning.TOOL_LACKED))
                .expectResultMessagePayload(new Equipped(NEW_TOOL, List.of(Warning.TOOL_LACKED)));
        fixture.given(proposed())
                .when(agree(null, true, CINEMA))
                .expectEvents(agreedOn(NEW_TOOL, true, List.of(CINEMA)))
                .expectResultMessagePayload(new Equipped(NEW_TOOL, List.of()));
        fixture.given(proposed()).when(agree(null, false)).expectEvents(agreedOn(NEW_TOOL, false, List.of()));
    }

    @Test
    void what_is_noted_about_a_tool_is_replaced() {
        var lacked = agreedOn(TOOL, false, List.of(CINEMA), Warning.TOOL_LACKED);
        fixture.given(proposed(), lacked)
                .when(agree(TOOL, false))
                .expectEvents(agreedOn(TOOL, false, List.of()))
                .expectResultMessagePayload(new Equipped(TOOL, List.of()));
        fixture.given(proposed(), lacked).when(agree(TOOL, false, CINEMA)).expectNoEvents();
        fixture.given(proposed(), lacked)
                .when(agree(null, false, CINEMA))
                .expectNoEvents()
                .expectResultMessagePayload(new Equipped(TOOL, List.of(Warning.TOOL_LACKED)));
        fixture.given(proposed()).when(agree(TOOL, false)).expectException(UnknownTool.class);
    }

    @Test
    void who_lacks_a_tool_takes_part_in_something_that_goes_on() {
        fixture.given(proposed()).when(agree(null, false, STRANGE_PARTNER)).expectException(NotAParty.class);
        fixture.given(proposed(), DECLINED).when(agree(null, true)).expectException(WrongPartnershipState.class);
    }

    @Test
    void a_session_to_learn_a_tool_is_planned_once() {
        var plan = new PlanToolTraining(PARTNERSHIP, TOOL, AT, "à l’EPN");
        var planned = new ToolTrainingPlanned(PARTNERSHIP, EPN, TOOL, AT, "à l’EPN");
        var tool = agreedOn(TOOL, true, List.of());
        fixture.given(proposed(), tool).when(plan).expectEvents(planned);
        fixture.given(proposed(), tool, planned).when(plan).expectNoEvents();
        fixture.given(proposed()).when(plan).expectException(UnknownTool.class);
        fixture.given(proposed(), tool, DECLINED).when(plan).expectException(WrongPartnershipState.class);
    }
}

package org.maillage.query.bilan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.Ids;
import org.maillage.kernel.bilan.BilanEvent.BilanDrafted;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.deliverable.DeliverableEvent.DeliverableCollected;
import org.maillage.kernel.deliverable.DeliverableEvent.DeliverableTransmitted;
import org.maillage.kernel.deliverable.DeliverableId;
import org.maillage.kernel.deliverable.Medium;
import org.maillage.kernel.document.StoredFile;
import org.maillage.query.CaseA;
import org.maillage.query.Web;
import org.maillage.query.intake.ToldFacts;

class BilanControllerTest {

    private static ToldFacts told;
    private static Web web;

    private final CaseA it = new CaseA();

    @BeforeAll
    static void tables() {
        told = new ToldFacts(new BilanProjection());
        web = new Web(told, new BilanController(new Bilan(told.client())));
    }

    @AfterAll
    static void close() {
        told.close();
    }

    @Test
    void a_bilan_has_the_promised_fields_and_rates_with_four_decimals() {
        var drafted = told.tell(it.whole()).stream()
                .filter(fact -> fact.event() instanceof BilanDrafted)
                .findFirst()
                .orElseThrow()
                .at();
        var before = told.now();
        told.tell(it.correction());
        var path = "/partnerships/" + it.partnership + "/bilan";

        assertThat(web.get(path).body())
                .isEqualTo(
                        "{\"sessions\":{\"planned\":10,\"held\":10,\"cancelled\":0,\"rescheduled\":1,\"unrecorded\":0},"
                            + "\"attendance\":{\"expected\":120,\"present\":103,\"excused\":8,\"absent\":9,\"rate\":0.8583,"
                            + "\"rateExcludingExcused\":0.9196,\"personHours\":206.00,\"newAudience\":3,"
                            + "\"openEventHeadcount\":0},"
                            + "\"contributions\":{\"pledged\":2100.00,\"received\":2100.00},\"deliverables\":[],"
                            + "\"report\":{\"id\":\"" + it.bilan + "\",\"status\":\"FINAL\",\"version\":1,"
                                + "\"sharedWith\":[\"" + it.partner + "\"],\"amendments\":[],"
                                + "\"versions\":[{\"number\":1,\"draftedBy\":null,\"at\":\"" + drafted
                                + "\",\"reason\":null}]}}");
        assertThat(web.get(path + "?asOf=" + before).body())
                .contains("\"rate\":0.8500,\"rateExcludingExcused\":0.9107");
        assertThat(web.get("/partnerships/" + it.renewal + "/bilan").body())
                .contains("\"rate\":null")
                .endsWith("\"report\":null}");
    }

    @Test
    void a_deliverable_has_the_promised_fields() {
        var film = new DeliverableId(Ids.next());
        told.tell(it.proposed());
        told.tell(
                new DeliverableCollected(
                        film,
                        it.partnership,
                        it.epn,
                        it.project,
                        "Portraits",
                        Medium.STILL,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        new StoredFile("b".repeat(64), "portraits.pdf", "application/pdf", 12)),
                new DeliverableTransmitted(
                        film, it.partnership, it.epn, it.partner, ImageUser.PARTNERS, "affiche", List.of()));

        assertThat(web.get("/partnerships/" + it.partnership + "/bilan").body())
                .contains("\"deliverables\":[{\"id\":\"" + film + "\",\"title\":\"Portraits\",\"medium\":\"STILL\","
                        + "\"licence\":null,\"url\":null,\"file\":{\"sha256\":\"" + "b".repeat(64)
                        + "\",\"name\":\"portraits.pdf\",\"mediaType\":\"application/pdf\",\"size\":12},"
                        + "\"transmissions\":[{\"toPartnerId\":\"" + it.partner
                        + "\",\"user\":\"PARTNERS\",\"context\":\"affiche\",\"at\":\"" + told.now() + "\"}]}]");
    }

    @Test
    void it_is_only_json_and_only_of_known_partnerships() {
        told.tell(it.proposed());

        assertThat(web.get("/partnerships/" + it.partnership + "/bilan", "application/pdf")
                        .status())
                .isEqualTo(406);
        assertThat(web.get("/partnerships/" + UUID.randomUUID() + "/bilan").code())
                .isEqualTo("unknown-partnership");
    }
}

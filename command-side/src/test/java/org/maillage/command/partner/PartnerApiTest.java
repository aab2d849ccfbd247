package org.maillage.command.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.command.Api;
import org.maillage.command.Api.Answer;

/** Partner cards over HTTP: claims, mergers and imports, with the database that decides them. */
class PartnerApiTest {

    private static final String SIRET = "23350001600040";
    private static final String OTHER_SIRET = "38047555800058";

    private static Api api;
    private String centre;

    @BeforeAll
    static void start(@TempDir Path directory) {
        api = Api.start(directory);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void found_a_centre() {
        centre = api.centre();
    }

    private Answer register(String siret) {
        return api.post("/partners", """
            {"epnId": "%s", "name": "Lire Ensemble", "kind": "ASSOCIATION", "siret": "%s"}
            """.formatted(centre, siret));
    }

    private String withoutSiret() {
        return api.post("/partners", """
            {"epnId": "%s", "name": "Lire Ensemble", "kind": "ASSOCIATION"}
            """.formatted(centre)).id();
    }

    private static Answer revise(String partner, String siret) {
        return api.post("/partners/" + partner + "/revisions", """
            {"name": "Lire Ensemble", "kind": "ASSOCIATION", "siret": "%s"}
            """.formatted(siret));
    }

    private static Answer merge(String partner, String into) {
        return api.post("/partners/" + partner + "/merger", """
            {"into": "%s"}
            """.formatted(into));
    }

    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }

    private static void accepted(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isBetween(200, 201);
    }

    @Test
    void the_siret_moves_with_a_revision() {
        var card = register(SIRET).id();
        refused(register(SIRET), 409, "siret-already-used");

        accepted(revise(card, OTHER_SIRET));

        accepted(register(SIRET));
        refused(register(OTHER_SIRET), 409, "siret-already-used");
        refused(revise(card, SIRET), 409, "siret-already-used");
    }

    @Test
    void a_merger_is_one_write_on_both_cards_and_frees_the_siret() {
        var stays = withoutSiret();
        var duplicate = register(SIRET).id();

        accepted(merge(duplicate, stays));

        assertThat(api.database()
                        .sql("""
                            select type || ' ' || aggregate_id from ledger.event
                            where aggregate_id in (?::uuid, ?::uuid) and type like 'PartnerCard%' order by position
                            """)
                        .params(stays, duplicate)
                        .query(String.class)
                        .list())
                .containsExactly("PartnerCardMerged " + duplicate, "PartnerCardAbsorbed " + stays);
        accepted(revise(stays, SIRET));
        refused(revise(duplicate, OTHER_SIRET), 409, "partner-card-is-merged");
        refused(merge(stays, duplicate), 409, "partner-card-is-merged");
    }

    @Test
    void a_card_is_not_merged_into_itself_nor_into_nothing() {
        var card = withoutSiret();

        var itself = merge(card, card);
        refused(itself, 422, "invalid-request");
        assertThat(itself.violations())
                .containsExactly("into: Une fiche ne fusionne pas avec elle-même : indiquez l’autre fiche.");
        refused(merge(card, UUID.randomUUID().toString()), 404, "unknown-partner");
    }

    @Test
    void nobody_is_partner_with_a_double() {
        var duplicate = withoutSiret();
        accepted(merge(duplicate, withoutSiret()));
        var project = api.post("/projects", """
            {"epnId": "%s", "name": "Mémoire du quartier", "duration": "LONG_RUNNING"}
            """.formatted(centre));
        var pilot = api.post("/persons", """
            {"epnId": "%s", "fullName": "Camille Martin"}
            """.formatted(centre));

        refused(
                api.post("/partnerships", """
                    {"epnId": "%s", "projectId": "%s", "partnerIds": ["%s"], "pilotId": "%s", "ourBenefits": [], "theirBenefits": []}
                    """.formatted(centre, project.id(), duplicate, pilot.id())),
                409,
                "partner-card-is-merged");
    }

    private Answer importFile(String file, String... headers) {
        return api.send(
                "/partners/imports?epnId=" + centre, "text/csv", file.getBytes(StandardCharsets.UTF_8), headers);
    }

    private int cards() {
        return api.database().sql("""
            select count(*) from ledger.event
            where type = 'PartnerRegistered' and convert_from(metadata, 'UTF8')::jsonb ->> 'epnId' = ?
            """).param(centre).query(Integer.class).single();
    }

    @Test
    void a_file_becomes_cards_and_a_report() {
        var answer = importFile("nom;type;siret\nLire Ensemble;association;" + SIRET + "\nCinéma;lieu culturel;\n");

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.id()).isEqualTo(centre);
        assertThat(answer.body().path("version").asInt()).isEqualTo(1);
        assertThat(answer.body().at("/rows/0/line").asInt()).isEqualTo(2);
        assertThat(answer.body().at("/rows/0/name").asString()).isEqualTo("Lire Ensemble");
        assertThat(answer.body().at("/rows/1/line").asInt()).isEqualTo(3);
        assertThat(cards()).isEqualTo(2);
        refused(register(SIRET), 409, "siret-already-used");
        accepted(api.post(
                "/partners/" + answer.body().at("/rows/1/partnerId").asString() + "/tech-familiarity",
                "{\"level\": \"HIGH\"}"));
        assertThat(api.database()
                        .sql("select convert_from(payload, 'UTF8') from ledger.event where aggregate_id = ?::uuid"
                                + " and type = 'PartnersImported'")
                        .param(centre)
                        .query(String.class)
                        .single())
                .contains("\"rows\":2");
    }

    @Test
    void nothing_is_imported_when_a_row_is_wrong() {
        accepted(register(OTHER_SIRET));

        var answer = importFile("nom;type;siret\nLire Ensemble;association;%s\nCinéma;lieu culturel;%s\nClub;club;\n"
                .formatted(SIRET, OTHER_SIRET));

        refused(answer, 422, "import-rejected");
        assertThat(answer.violations()).hasSize(1).allMatch(fault -> fault.startsWith("ligne 4, type: "));
        assertThat(cards()).isEqualTo(1);
    }

    @Test
    void every_siret_that_is_taken_is_told_with_its_line() {
        accepted(register(SIRET));
        accepted(register(OTHER_SIRET));

        var answer =
                importFile("name,kind,siret\nA,COMPANY,%s\nB,COMPANY,\nC,COMPANY,%s\n".formatted(OTHER_SIRET, SIRET));

        refused(answer, 422, "import-rejected");
        assertThat(answer.violations())
                .containsExactly(
                        "ligne 2, siret: Une fiche partenaire de cet EPN porte déjà ce SIRET.",
                        "ligne 4, siret: Une fiche partenaire de cet EPN porte déjà ce SIRET.");
        assertThat(cards()).isEqualTo(2);
    }

    @Test
    void an_import_that_is_repeated_is_answered_as_the_first_time() {
        var key = UUID.randomUUID().toString();
        var file = "nom;type;siret\nLire Ensemble;association;" + SIRET + "\n";

        var first = importFile(file, "Idempotency-Key", key);
        var second = importFile(file, "Idempotency-Key", key);

        accepted(first);
        assertThat(second).isEqualTo(first);
        assertThat(cards()).isEqualTo(1);
        refused(importFile(file + "Cinéma;lieu culturel;\n", "Idempotency-Key", key), 422, "idempotency-key-reused");
        centre = api.centre();
        refused(importFile(file, "Idempotency-Key", key), 422, "idempotency-key-reused");
    }

    @Test
    void a_thousand_partners_are_one_import() {
        var thousand = "nom;type\n"
                + IntStream.range(0, 1_000)
                        .mapToObj(n -> "Partenaire " + n + ";association\n")
                        .collect(Collectors.joining());

        accepted(importFile(thousand));
        assertThat(cards()).isEqualTo(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "text/plain", "application/octet-stream", "text/csv;charset=windows-1252"})
    void only_csv_is_imported(String type) {
        refused(
                api.send(
                        "/partners/imports?epnId=" + centre,
                        type,
                        "nom;type\nCinéma;lieu culturel\n".getBytes(StandardCharsets.UTF_8)),
                415,
                "unsupported-media-type");
        assertThat(cards()).isZero();
    }

    @Test
    void csv_is_for_imports_alone() {
        refused(
                api.send("/partners", "text/csv", "nom;type\n".getBytes(StandardCharsets.UTF_8)),
                415,
                "unsupported-media-type");
    }

    @Test
    void a_file_is_for_a_centre_that_exists() {
        var file = "nom;type\nCinéma;lieu culturel\n".getBytes(StandardCharsets.UTF_8);
        refused(api.send("/partners/imports?epnId=" + UUID.randomUUID(), "text/csv", file), 404, "unknown-target");
        refused(api.send("/partners/imports", "text/csv", file), 400, "invalid-parameter");
        refused(api.send("/partners/imports?epnId=x", "text/csv", file), 400, "invalid-parameter");
    }
}

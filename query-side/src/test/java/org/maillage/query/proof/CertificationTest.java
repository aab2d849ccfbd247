package org.maillage.query.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.proof.Checkpoint;
import org.maillage.kernel.proof.Frontier;
import org.maillage.kernel.proof.Leaf;
import org.maillage.kernel.proof.SigningKey;
import org.maillage.query.CaseA;
import org.maillage.query.UnknownResource;
import org.maillage.query.Web;
import org.maillage.query.intake.Answers;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.Checkpoints;
import org.maillage.query.intake.Page;
import org.maillage.query.intake.ToldFacts;
import org.maillage.query.intake.ToldFacts.Told;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

class CertificationTest {

    private static final byte[] IMAGE = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2};

    @TempDir
    private Path directory;

    private final ToldFacts ledger = ToldFacts.fromTheBeginning(new ProofProjection());
    private final Proofs proofs = new Proofs(ledger.client(), new Checkpoints(ledger.client(), "main"));
    private final Certification certification =
            new Certification(proofs, ledger.readModels(), ledger.appliedPositions(), Duration.ofMillis(300));
    private Runnable meanwhile = () -> {};
    private final Web web = new Web(ledger, List.of(certification), List.of(certification), new Reports());
    private final List<Told> recorded = new ArrayList<>();
    private SigningKey key;

    record Report(String text, BigDecimal amount, @Nullable String nothing) {}

    /** One of each kind of answer. An inner class, which no scan for components finds. */
    @RestController
    @RequestMapping("/api/v1")
    @Answers(from = ProofProjection.NAME)
    private final class Reports {

        @GetMapping("/report")
        Report report(AsOf asOf) {
            meanwhile.run();
            return new Report("« été » à " + asOf.instant(), new BigDecimal("1200.50"), null);
        }

        @GetMapping("/list")
        Page<Report> list(AsOf asOf) {
            return new Page<>(List.of(report(asOf)), null);
        }

        @GetMapping("/image")
        ResponseEntity<byte[]> image(AsOf asOf) {
            return ResponseEntity.ok().contentType(MediaType.IMAGE_PNG).body(IMAGE);
        }

        @GetMapping(path = "/page", produces = MediaType.TEXT_HTML_VALUE)
        String page(AsOf asOf) {
            return "<p>été</p>";
        }

        @GetMapping("/missing")
        Report missing(AsOf asOf) {
            throw UnknownResource.partnership();
        }

        @GetMapping("/of-no-instant")
        Report ofNoInstant() {
            return new Report("now", BigDecimal.ONE, null);
        }
    }

    @BeforeEach
    void makeKey() {
        key = SigningKey.readOrCreate(directory.resolve("ledger-key.pem"));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private List<Told> tell() {
        var told = ledger.tell(new CaseA().whole());
        recorded.addAll(told);
        return told;
    }

    private Checkpoint sign() {
        var tree = Frontier.EMPTY;
        for (var one : recorded) {
            var fact = one.fact();
            tree = tree.with(Leaf.of(
                    fact.position(),
                    fact.recordedAt(),
                    Leaf.content(
                            fact.eventId(),
                            fact.subject(),
                            fact.sequence(),
                            fact.aggregateType(),
                            fact.type(),
                            fact.revision(),
                            fact.key(),
                            fact.payload(),
                            fact.metadata())));
        }
        var signed = key.sign("main", tree.size(), text(tree.root()), ledger.now(), null);
        ledger.receive(signed, key.verifyingKey());
        return signed;
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(JsonNode text) {
        return Base64.getDecoder().decode(text.asString());
    }

    private Web.Answer certified(String path, Instant asOf) {
        return web.get(path + "?certified=true&asOf=" + asOf, "*/*");
    }

    /** As an outsider would, without a parser. */
    private static String reportIn(Web.Answer answer) throws Exception {
        var certificate = answer.json().get("certificate");
        var report = new String(
                answer.body().getBytes(UTF_8),
                "{\"report\":".length(),
                certificate.get("reportBytes").asInt(),
                UTF_8);
        assertThat(answer.body()).startsWith("{\"report\":" + report + ",\"certificate\":{");
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(report.getBytes(UTF_8))))
                .isEqualTo(certificate.get("reportSha256").asString());
        return report;
    }

    private static Checkpoint checkpoint(JsonNode json) {
        return new Checkpoint(
                json.get("ledger").asString(),
                json.get("size").asLong(),
                json.get("root").asString(),
                Instant.parse(json.get("at").asString()),
                json.get("previous").isNull() ? null : json.get("previous").asString(),
                json.get("keyId").asString(),
                json.get("signature").asString());
    }

    private static void assertThatItIsIn(Checkpoint checkpoint, JsonNode end) {
        var leaf = Leaf.of(
                end.get("position").asLong(),
                Instant.parse(end.get("recordedAt").asString()),
                bytes(end.get("content")));
        assertThat(leaf).isEqualTo(bytes(end.get("leaf")));
        var root = NaiveTree.rootOf(
                leaf,
                end.get("position").asLong() - 1,
                checkpoint.size(),
                end.get("proof").valueStream().map(CertificationTest::bytes).toList());
        assertThat(text(root)).isEqualTo(checkpoint.root());
    }

    @Test
    void a_certified_answer_is_the_very_answer_and_proves_of_which_events_it_is_made() throws Exception {
        var told = tell();
        var signed = sign();
        var last = told.get(10);
        var asOf = last.at().plusMillis(500);

        for (var path : List.of("/report", "/list")) {
            var answer = certified(path, asOf);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.fields()).containsExactly("report", "certificate");
            assertThat(reportIn(answer))
                    .isEqualTo(web.get(path + "?asOf=" + asOf).body());
            var certificate = answer.json().get("certificate");
            assertThat(certificate.propertyNames())
                    .containsExactly(
                            "request",
                            "asOf",
                            "position",
                            "recordedAt",
                            "mediaType",
                            "reportBytes",
                            "reportSha256",
                            "ledger",
                            "size",
                            "root",
                            "at",
                            "previous",
                            "keyId",
                            "signature",
                            "last",
                            "next");
            assertThat(certificate.get("request").asString())
                    .isEqualTo("/api/v1" + path + "?certified=true&asOf=" + asOf);
            assertThat(certificate.get("asOf").asString()).isEqualTo(asOf.toString());
            assertThat(certificate.get("position").asLong()).isEqualTo(last.position());
            assertThat(certificate.get("recordedAt").asString())
                    .isEqualTo(last.at().toString());
            assertThat(certificate.get("mediaType").asString()).isEqualTo("application/json");
            assertThat(checkpoint(certificate)).isEqualTo(signed);
            assertThat(key.verifyingKey().verifies(checkpoint(certificate))).isTrue();
            assertThatItIsIn(signed, certificate.get("last"));
            assertThatItIsIn(signed, certificate.get("next"));
            assertThat(certificate.at("/next/position").asLong()).isEqualTo(last.position() + 1);
        }
    }

    @Test
    void what_is_recorded_later_changes_no_certificate() {
        var asOf = tell().get(10).at();
        sign();
        var before = certified("/report", asOf);
        tell();
        sign();

        assertThat(certified("/report", asOf)).isEqualTo(before);
    }

    @Test
    void what_is_no_json_stands_in_the_report_as_base64() throws Exception {
        var asOf = tell().get(10).at();
        sign();

        var image = web.response("/image?certified=true&asOf=" + asOf, "*/*");
        var page = web.response("/page?certified=true&asOf=" + asOf, "*/*");

        assertThat(List.of(image.getContentType(), page.getContentType())).containsOnly("application/json");
        var imageAnswer = certified("/image", asOf);
        assertThat(reportIn(imageAnswer)).isEqualTo('"' + text(IMAGE) + '"');
        assertThat(imageAnswer.json().at("/certificate/mediaType").asString()).isEqualTo("image/png");
        var pageAnswer = certified("/page", asOf);
        assertThat(reportIn(pageAnswer)).isEqualTo('"' + text("<p>été</p>".getBytes(UTF_8)) + '"');
        assertThat(pageAnswer.json().at("/certificate/mediaType").asString()).isEqualTo("text/html");
    }

    @Test
    void before_everything_nothing_was_known_and_that_is_certified_too() {
        var first = tell().getFirst();
        var signed = sign();

        var certificate =
                certified("/report", first.at().minusSeconds(1)).json().get("certificate");

        assertThat(certificate.get("position").asLong()).isZero();
        assertThat(certificate.get("recordedAt").isNull()).isTrue();
        assertThat(certificate.get("last").isNull()).isTrue();
        assertThatItIsIn(signed, certificate.get("next"));
    }

    @Test
    void an_instant_is_certified_once_a_signature_covers_its_end() {
        var told = tell();
        var asOf = told.getLast().at();
        var unsigned = web.response("/report?certified=true&asOf=" + asOf, "*/*");
        assertThat(unsigned.getStatus()).isEqualTo(503);
        assertThat(unsigned.getHeader("Retry-After")).isEqualTo("5");
        assertThat(certified("/report", asOf).code()).isEqualTo("not-yet-certified");

        sign();
        assertThat(certified("/report", told.get(10).at()).status()).isEqualTo(200);
        tell();
        assertThat(certified("/report", asOf).code())
                .as("no signature covers what came next")
                .isEqualTo("not-yet-certified");
        sign();
        assertThat(certified("/report", asOf)
                        .json()
                        .at("/certificate/next/position")
                        .asLong())
                .isEqualTo(told.size() + 1);
    }

    @Test
    void where_nothing_was_recorded_later_the_end_is_not_proven_and_may_not_be_recent() {
        var told = tell();
        var signed = sign();

        var certificate =
                certified("/report", told.getLast().at().plusSeconds(60)).json().get("certificate");

        assertThat(certificate.get("position").asLong()).isEqualTo(told.size());
        assertThat(checkpoint(certificate)).isEqualTo(signed);
        assertThatItIsIn(signed, certificate.get("last"));
        assertThat(certificate.get("next").isNull()).isTrue();
        assertThat(certified("/report", Instant.now().minusSeconds(1)).code()).isEqualTo("not-yet-certified");
    }

    @Test
    void what_arrives_while_the_report_is_made_is_not_certified_unnoticed() {
        var told = tell();
        sign();
        meanwhile = this::tell;

        assertThat(certified("/report", told.getLast().at().plusSeconds(60)).code())
                .isEqualTo("not-yet-certified");
    }

    @Test
    void a_leaf_that_has_not_arrived_is_waited_for() {
        var told = new CaseA().whole().stream().map(ledger::record).toList();
        recorded.addAll(told);
        ledger.write(told.subList(0, 20));
        ledger.write(told.subList(21, told.size()));
        sign();

        assertThat(certified("/report", told.get(10).at()).code()).isEqualTo("read-model-behind");
        ledger.write(told.subList(20, 21));
        assertThat(certified("/report", told.get(10).at()).status()).isEqualTo(200);
    }

    @Test
    void problems_and_plain_answers_stay_what_they_are() {
        var asOf = tell().get(10).at();
        sign();

        var missing = certified("/missing", asOf);
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.code()).isEqualTo("unknown-partnership");
        assertThat(web.get("/report?certified=false&asOf=" + asOf).fields())
                .containsExactly("text", "amount", "nothing");
        assertThat(web.get("/report").fields()).containsExactly("text", "amount", "nothing");
    }

    @Test
    void only_a_past_instant_is_certified_and_only_where_an_instant_counts() {
        tell();
        sign();
        var past = "2026-07-01T08:00:10Z";

        assertInvalid("/report?certified=true", "asOf");
        assertInvalid("/report?certified=true&asOf=yesterday", "asOf");
        assertInvalid("/report?certified=true&asOf=" + Instant.now().plusSeconds(60), "asOf");
        assertInvalid("/report?certified=yes&asOf=" + past, "certified");
        assertInvalid("/report?certified=&asOf=" + past, "certified");
        assertInvalid("/of-no-instant?certified=true", "certified");
        assertThat(web.get("/report?certified=true&asOf=" + past).status()).isEqualTo(200);
        assertThat(web.get("/report?certified=true&asOf=-1000000000-01-01T00:00:00Z")
                        .json()
                        .at("/certificate/asOf")
                        .asString())
                .as("nothing is recorded before our calendar, and no database knows such a year")
                .isEqualTo("1900-01-01T00:00:00Z");
    }

    private void assertInvalid(String path, String parameter) {
        var answer = web.get(path);
        assertThat(answer.status()).as(path).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid-parameter");
        assertThat(answer.json().at("/violations/0/field").asString()).isEqualTo(parameter);
    }
}

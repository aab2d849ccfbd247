package org.maillage.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.infra.demonstration.ApiClient;
import org.maillage.infra.demonstration.ApiClient.Answer;
import tools.jackson.databind.JsonNode;

/** A centre follows the guide, chapter by chapter, through the front door: each piece of advice is asked for, given and heeded. */
class GuideJourneyTest {

    private static final byte[] PDF = "%PDF-1.7\n% un dossier aéré\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PIXEL = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 0};

    @TempDir
    private Path dataDir;

    @Test
    void a_centre_that_follows_the_guide_finds_each_of_its_chapters() throws Exception {
        try (var platform = PlatformProcess.start(dataDir, Map.of()).awaitReady()) {
            var contract = new Conformance(platform.get("/openapi.json").body());
            try (var client = new ApiClient(platform.http(), platform.tokens(), "guide", contract::check)) {
                new Story(client).tell();
            }
        }
    }

    private static final class Story {

        private final ApiClient api;
        private String epn = "";
        private String responsable = "";
        private String animatrice = "";
        private String elue = "";
        private String bernard = "";
        private String learner = "";
        private String minor = "";
        private String guardian = "";
        private String project = "";
        private String association = "";
        private String cinema = "";
        private String partnership = "";
        private String convention = "";
        private final List<String> sessions = new ArrayList<>();

        Story(ApiClient api) {
            this.api = api;
        }

        void tell() {
            why();
            what_to_finance();
            which_partners();
            formalise();
            run_the_action();
            maintain();
            limits();
        }

        private void why() {
            epn = created("/epns", """
                {"name": "Le Fil", "legalForm": "ASSOCIATION", "communeCode": "49007", "missions": ["Retour à l’emploi", "culture numérique"],
                 "audiences": ["demandeurs d’emploi"], "domains": ["numérique"], "positioning": "un espace de proximité"}
                """);
            responsable = person("Claire Besnard");
            animatrice = person("Inès Maillard");
            elue = person("Mireille Aubry");
            bernard = person("Bernard Quéré");
            learner = person("Amadou Sall");
            guardian = person("Fatou Sall");
            minor = created("/persons", """
                {"epnId": "%s", "fullName": "Léa Sall", "minor": true}
                """.formatted(epn));
            api.post("/epns/" + epn + "/staff", """
                {"personId": "%s", "role": "animatrice"}
                """.formatted(animatrice));
            api.post("/epns/" + epn + "/hourly-rates", """
                {"role": "animatrice", "amount": 24, "effectiveFrom": "2025-01-01"}
                """);
            project = created("/projects", """
                {"epnId": "%s", "name": "Courts métrages du quartier", "duration": "ONE_OFF", "audiences": ["jeunes"],
                 "domains": ["numérique", "cinéma"]}
                """.formatted(epn));
            var money = api.post("/projects/" + project + "/needs", """
                {"kind": "FUNDING", "description": "louer un studio", "amount": 800}
                """);
            assertThat(codes(money)).contains("money-for-one-off");
            var cameras = api.post("/projects/" + project + "/needs", """
                {"kind": "EQUIPMENT", "description": "deux caméras"}
                """).text("needId");
            assertThat(codes(acquire(cameras, "BUY"))).contains("buying-for-one-off");
            assertThat(codes(acquire(cameras, "BORROW"))).isEmpty();
            refused(
                    "/projects/" + project + "/acquisition-modes",
                    """
                    {"needId": "%s", "mode": "RENT"}
                    """.formatted(money.text("needId")),
                    409,
                    "need-has-no-acquisition-mode");
            api.post("/projects/" + project + "/strategic-fit", """
                {"fit": "INDISPENSABLE", "teamCommitted": true, "appealing": true}
                """);
            assertThat(api.get("/projects/" + project).toString()).contains("BORROW", "INDISPENSABLE");
        }

        private Answer acquire(String need, String mode) {
            return api.post("/projects/" + project + "/acquisition-modes", """
                {"needId": "%s", "mode": "%s"}
                """.formatted(need, mode));
        }

        private void what_to_finance() {
            created("/funding-agreements", """
                {"epnId": "%s", "funder": "Conseil départemental", "missions": ["retour à l’emploi"], "exclusive": true,
                 "amount": 12000, "from": "2025-01-01"}
                """.formatted(epn));
            assertThat(api.get("/funding-agreements?epnId=" + epn).get("items")).hasSize(1);
        }

        private void which_partners() {
            var wrong = api.trySend(
                    "/api/v1/partners/imports?epnId=" + epn, "text/csv", """
                        nom;type;siret;commune;publics;domaines
                        Lire Ensemble;ASSOCIATION;99900010200015;49007;jeunes|adultes;lecture
                        Cinéma Le Lumière;CULTURAL_VENUE;12345678901234;49007;jeunes;cinéma
                        """.getBytes(StandardCharsets.UTF_8));
            assertThat(wrong.status()).isEqualTo(422);
            assertThat(wrong.body().toString()).contains("ligne 3");
            assertThat(api.get("/partners?epnId=" + epn).get("items")).isEmpty();
            var right = api.trySend(
                    "/api/v1/partners/imports?epnId=" + epn, "text/csv", """
                        nom;type;siret;commune;publics;domaines
                        Lire Ensemble;ASSOCIATION;99900010200015;49007;jeunes|adultes;lecture
                        Cinéma Le Lumière;CULTURAL_VENUE;99900020100007;49007;jeunes;cinéma
                        Charcuterie Morin;COMPANY;;49007;;alimentation
                        """.getBytes(StandardCharsets.UTF_8));
            assertThat(right.status()).isLessThan(300);
            assertThat(right.body().get("rows")).hasSize(3);
            association = right.body().get("rows").get(0).get("partnerId").asString();
            cinema = right.body().get("rows").get(1).get("partnerId").asString();
            var matches = api.get("/partners/matches?projectId=" + project).get("items");
            assertThat(matches.get(0).get("partnerId").asString()).isEqualTo(cinema);
            assertThat(matches.get(0).toString()).contains("FOREIGN_DOMAIN", "SAME_AUDIENCE");

            api.post("/partners/" + association + "/contacts", """
                {"personId": "%s", "role": "président"}
                """.formatted(bernard));
            api.post("/partners/" + association + "/tech-familiarity", """
                {"level": "NONE"}
                """);
            api.post("/partners/" + association + "/channel-constraints", """
                {"contactId": "%s", "kind": "PHONE_ONLY"}
                """.formatted(bernard));
            api.post("/partners/" + association + "/exchanges", """
                {"channel": "LOCAL_EVENT", "on": "2025-06-07", "note": "forum des associations"}
                """);
            api.post("/partners/" + cinema + "/funding-objections", """
                {"funder": "conseil DÉPARTEMENTAL", "reason": "concurrence avec sa propre demande"}
                """);
        }

        private void formalise() {
            var proposal = api.post("/partnerships", """
                {"epnId": "%s", "projectId": "%s", "partnerIds": ["%s", "%s"], "pilotId": "%s", "ourBenefits": ["une vraie salle"],
                 "theirBenefits": [], "missions": ["retour à l’emploi"]}
                """.formatted(epn, project, association, cinema, responsable));
            partnership = proposal.text("id");
            assertThat(codes(proposal)).contains("no-partner-benefit", "cumulation-conflict", "image-incoherence");
            assertThat(warnings()).contains("no-partner-benefit", "cumulation-conflict", "money-for-one-off");
            command("/proposal-revisions", """
                {"theirBenefits": ["un public jeune"]}
                """);
            assertThat(warnings()).doesNotContain("no-partner-benefit");

            command("/exchanges", """
                {"channel": "MAIL", "on": "2025-07-01"}
                """);
            assertThat(warnings()).contains("unsuited-channel");
            command("/exchanges", """
                {"channel": "MEETING", "on": "2025-07-03"}
                """);
            assertThat(warnings()).doesNotContain("unsuited-channel");

            command("/negotiation", "{}");
            assertThat(warnings()).contains("no-authority-clearance");
            command("/authority-clearance", """
                {"decision": "GRANTED", "deciderId": "%s"}
                """.formatted(elue));
            assertThat(warnings()).doesNotContain("no-authority-clearance");
            command("/posture", """
                {"posture": "WITH"}
                """);
            command("/responsibilities", """
                {"field": "projection", "personId": "%s", "partnerId": "%s"}
                """.formatted(bernard, association));
            assertThat(warnings()).contains("shared-lead");
            var tool = command("/tools", """
                {"name": "Monteur Pro", "free": false, "lackedBy": ["%s"]}
                """.formatted(association));
            assertThat(codes(tool)).contains("tool-lacked");
            command("/tools", """
                {"toolId": "%s", "name": "Kdenlive", "url": "https://kdenlive.org", "free": true, "lackedBy": ["%s"]}
                """.formatted(tool.text("toolId"), association));
            assertThat(warnings()).doesNotContain("tool-lacked");
            var milestone = command("/milestones", """
                {"kind": "FORMAL_MEETING", "at": "2025-09-02T16:00:00Z", "place": "mairie"}
                """).text("milestoneId");
            command("/milestones-reached", """
                {"milestoneId": "%s", "on": "2025-09-02"}
                """.formatted(milestone));
            dates();
            dossier();
            agree();
        }

        private void dates() {
            var poll = created("/date-polls", """
                {"partnershipId": "%s", "question": "Quand nous voir ?", "options": ["2025-09-02T16:00:00Z", "2025-09-04T16:00:00Z"]}
                """.formatted(partnership));
            api.post("/date-polls/" + poll + "/answers", """
                {"personId": "%s", "answers": [{"option": "2025-09-02T16:00:00Z", "answer": "YES"},
                                               {"option": "2025-09-04T16:00:00Z", "answer": "IF_NEED_BE"}]}
                """.formatted(bernard));
            api.post("/date-polls/" + poll + "/closure", """
                {"chosen": "2025-09-02T16:00:00Z"}
                """);
            assertThat(api.get("/date-polls/" + poll).toString()).contains("IF_NEED_BE", "2025-09-02T16:00:00Z");
        }

        private void dossier() {
            var stored = api.trySend("/documents?epnId=" + epn, "application/pdf", PDF);
            assertThat(stored.status()).isEqualTo(201);
            var attached = command("/documents", """
                {"kind": "DOSSIER", "title": "Dossier de présentation", "file": {"sha256": "%s", "name": "dossier.pdf"}}
                """.formatted(stored.text("sha256")));
            command("/documents", """
                {"documentId": "%s", "kind": "DOSSIER", "title": "Dossier de présentation", "url": "https://exemple.fr/dossier"}
                """.formatted(attached.text("documentId")));
            assertThat(card().toString()).contains("\"version\":2");
        }

        private void agree() {
            api.post("/epns/" + epn + "/circuit-templates", """
                {"partnerKind": "ASSOCIATION", "steps": [{"name": "élue à la culture", "deciderId": "%s", "withinDays": 15}]}
                """.formatted(elue));
            convention = created("/conventions", """
                {"partnershipId": "%s", "draftedBy": "%s", "plannedSessions": 4, "validUntil": "2026-12-31", "clauses": %s}
                """.formatted(partnership, epn, clauses("Un premier texte")));
            assertThat(warnings()).contains("one-sided-draft");
            revise("Un texte commun", association);
            assertThat(warnings()).doesNotContain("one-sided-draft");
            api.post("/conventions/" + convention + "/submission", "{}");
            assertThat(api.get("/pipeline?epnId=" + epn).get("waiting").toString())
                    .contains("Mireille Aubry");
            approval(bernard, 409, "not-the-decider");
            api.post("/conventions/" + convention + "/rejections", """
                {"step": "élue à la culture", "deciderId": "%s", "reason": "préciser le lieu"}
                """.formatted(elue));
            assertThat(api.get("/conventions/" + convention).get("state").asString())
                    .isEqualTo("DRAFT");
            var hash = revise("Un texte commun, au cinéma", epn);
            api.post("/conventions/" + convention + "/submission", "{}");
            api.post("/conventions/" + convention + "/approvals", """
                {"step": "élue à la culture", "deciderId": "%s"}
                """.formatted(elue));
            var signature = signature(epn, responsable, hash);
            refused("/conventions/" + convention + "/signatures", signature, 409, "cumulation-conflict");
            command("/cumulation-waivers", """
                {"reason": "accord écrit du département et du cinéma", "authorId": "%s"}
                """.formatted(elue));
            assertThat(warnings()).doesNotContain("cumulation-conflict");
            api.post("/conventions/" + convention + "/signatures", signature);
            api.post("/conventions/" + convention + "/signatures", signature(association, bernard, hash));
            api.post("/conventions/" + convention + "/signatures", signature(cinema, guardian, hash));
            assertThat(card().get("state").asString()).isEqualTo("AGREED");
            var amended = api.post("/conventions/" + convention + "/avenants", """
                {"clauses": %s, "plannedSessions": 3, "draftedBy": "%s", "reason": "une séance de moins"}
                """.formatted(
                                    clauses("Un texte commun, au cinéma"), cinema))
                    .text("versionHash");
            refused("/conventions/" + convention + "/signatures", signature, 409, "outdated-version-signed");
            api.post("/conventions/" + convention + "/signatures", signature(epn, responsable, amended));
            assertThat(api.get("/conventions/" + convention).get("state").asString())
                    .isEqualTo("AMENDED");
        }

        private void approval(String decider, int status, String code) {
            refused("/conventions/" + convention + "/approvals", """
                {"step": "élue à la culture", "deciderId": "%s"}
                """.formatted(decider), status, code);
        }

        private String revise(String preamble, String party) {
            return api.post("/conventions/" + convention + "/revisions", """
                {"draftedBy": "%s", "plannedSessions": 4, "validUntil": "2026-12-31", "clauses": %s}
                """.formatted(party, clauses(preamble)))
                    .text("versionHash");
        }

        private static String signature(String party, String signatory, String hash) {
            return """
                {"party": "%s", "signatoryId": "%s", "versionHash": "%s", "signedOn": "2025-09-15"}
                """.formatted(party, signatory, hash);
        }

        private static String clauses(String preamble) {
            return """
                {"preamble": "%s", "objectives": "Des courts métrages", "modalities": "Deux animateurs",
                 "commitments": "La salle est prêtée", "followUp": "Un point par mois"}
                """.formatted(preamble);
        }

        private void run_the_action() {
            command("/time-constraints", """
                {"partnerId": "%s", "openings": [{"day": "WEDNESDAY", "from": "14:00", "until": "18:00"}]}
                """.formatted(cinema));
            assertThat(codes(command("/start", """
                {"startedOn": "2025-10-01"}
                """))).contains("no-bilan-meeting");
            var series = api.post("/session-series", """
                {"partnershipId": "%s", "startsAt": "2025-10-07T13:00:00Z", "frequency": "WEEKLY", "count": 3, "minutes": 90,
                 "roster": ["%s", "%s"], "imagesTaken": true}
                """.formatted(partnership, learner, minor));
            series.body().get("sessionIds").forEach(id -> sessions.add(id.asString()));
            assertThat(sessions).hasSize(3);
            assertThat(warnings())
                    .contains("time-constraint-clash", "images-without-consent")
                    .doesNotContain("sessions-differ");
            for (int i = 0; i < sessions.size(); i++) {
                sessions.set(
                        i,
                        api.post("/sessions/" + sessions.get(i) + "/rescheduling", """
                            {"startsAt": "2025-10-%02dT13:00:00Z", "reason": "le cinéma ouvre le mercredi"}
                            """.formatted(8 + 7 * i))
                                .text("rescheduledAs"));
            }
            assertThat(warnings()).doesNotContain("time-constraint-clash");
            images();
            for (var session : sessions) {
                api.post("/sessions/" + session + "/held", "{}");
            }
            assertThat(warnings()).contains("unrecorded-sheet", "partner-never-present");
            for (var session : sessions) {
                api.post("/sessions/" + session + "/attendance", """
                    {"entries": [{"personId": "%s", "status": "PRESENT", "newAudience": true}, {"personId": "%s", "status": "EXCUSED"}]}
                    """.formatted(learner, minor));
            }
            for (var partner : List.of(association, cinema)) {
                command("/partner-presence", """
                    {"partnerId": "%s", "sessionId": "%s", "on": "2025-10-08"}
                    """.formatted(partner, sessions.getFirst()));
            }
            assertThat(warnings()).doesNotContain("unrecorded-sheet", "partner-never-present");
            assertThat(api.get("/agenda?epnId=" + epn + "&from=2025-10-08&until=2025-10-08")
                            .get("items"))
                    .hasSize(1);
        }

        private void images() {
            api.post("/projects/" + project + "/image-contexts", """
                {"contexts": ["site web", "projection publique"]}
                """);
            refused("/image-consents", """
                {"projectId": "%s", "personId": "%s"}
                """.formatted(project, minor), 409, "guardian-required");
            for (var consent : List.of(consent(learner, null), consent(minor, guardian))) {
                refused("/image-consents/" + consent + "/grant", """
                    {"media": ["STILL"], "users": ["EPN"], "contexts": ["publicité"], "signedOn": "2025-10-01"}
                    """, 409, "context-not-agreed");
                api.post("/image-consents/" + consent + "/grant", """
                    {"media": ["STILL", "MOVING"], "users": ["EPN", "PARTNERS"], "contexts": ["site web"], "signedOn": "2025-10-01"}
                    """);
            }
            assertThat(warnings()).doesNotContain("images-without-consent");
            assertThat(api.get("/image-consents/covering?projectId=" + project
                                    + "&medium=MOVING&user=PARTNERS&context=site%20web")
                            .get("items"))
                    .hasSize(2);
        }

        private String consent(String person, @Nullable String signs) {
            return created(
                    "/image-consents",
                    signs == null ? """
                        {"projectId": "%s", "personId": "%s"}
                        """.formatted(project, person) : """
                            {"projectId": "%s", "personId": "%s", "guardianId": "%s"}
                            """.formatted(project, person, signs));
        }

        private void maintain() {
            var film = created("/deliverables", """
                {"partnershipId": "%s", "title": "Le quartier en trois minutes", "medium": "MOVING", "depicts": ["%s", "%s"],
                 "url": "https://exemple.fr/film"}
                """.formatted(partnership, learner, minor));
            var toTheCinema = """
                {"toPartnerId": "%s", "user": "PARTNERS", "context": "%s"}
                """;
            refused(
                    "/deliverables/" + film + "/transmissions",
                    toTheCinema.formatted(cinema, "projection publique"),
                    409,
                    "image-consent-missing");
            var sent = api.post("/deliverables/" + film + "/transmissions", toTheCinema.formatted(cinema, "site web"));
            assertThat(codes(sent)).contains("unlicensed-deliverable");
            api.post("/deliverables/" + film + "/licences", """
                {"licence": "CC BY-NC 4.0", "authorIds": ["%s"]}
                """.formatted(learner));
            assertThat(warnings()).doesNotContain("unlicensed-deliverable");

            var photo = api.post("/persons/" + bernard + "/photo", """
                {"mediaType": "image/png", "content": "%s"}
                """.formatted(
                            Base64.getEncoder().encodeToString(PIXEL)));
            assertThat(photo.status()).isLessThan(300);
            assertThat(api.get("/partners/trombinoscope?epnId=" + epn).toString())
                    .contains("Bernard Quéré", "/photo");
            api.post("/partners/" + association + "/greetings", """
                {"on": "2026-01-08", "channel": "LETTER"}
                """);
            assertThat(api.get("/partners/keep-in-touch?epnId=" + epn).toString())
                    .contains("Charcuterie Morin");

            command("/bilan-meeting", """
                {"at": "2025-10-23T16:00:00Z"}
                """);
            assertThat(warnings()).contains("early-bilan-meeting");
            command("/completion", """
                {"completedOn": "2025-10-22"}
                """);
            command("/bilan-meeting", """
                {"at": "2025-11-12T16:00:00Z"}
                """);
            assertThat(warnings()).doesNotContain("early-bilan-meeting", "late-bilan-meeting", "no-bilan-meeting");
            var bilan = created("/bilans", """
                {"partnershipId": "%s", "narrative": "Trois séances.", "draftedBy": "%s"}
                """.formatted(partnership, epn));
            share(bilan, association);
            api.post("/bilans/" + bilan + "/amendments", """
                {"partnerId": "%s", "text": "Merci aux jeunes."}
                """.formatted(association));
            api.post("/bilans/" + bilan + "/revisions", """
                {"narrative": "Trois séances ; merci aux jeunes.", "draftedBy": "%s"}
                """.formatted(association));
            share(bilan, cinema);
            refused("/bilans/" + bilan + "/finalisation", "{}", 409, "bilan-not-shared-with-every-partner");
            share(bilan, association);
            api.post("/bilans/" + bilan + "/finalisation", "{}");
            assertThat(card().get("state").asString()).isEqualTo("BILAN_SHARED");
            var report = api.get("/partnerships/" + partnership + "/bilan").get("report");
            assertThat(report.get("version").asInt()).isEqualTo(2);
            assertThat(report.get("status").asString()).isEqualTo("FINAL");
        }

        private void share(String bilan, String partner) {
            api.post("/bilans/" + bilan + "/shares", """
                {"partnerId": "%s"}
                """.formatted(partner));
        }

        private void limits() {
            api.post("/time-entry-batches", """
                {"personId": "%s", "entries": [
                  {"partnershipId": "%s", "phase": "PREPARATION", "day": "2025-10-02", "minutes": 300},
                  {"partnershipId": "%s", "phase": "DELIVERY", "day": "2025-10-08", "minutes": 300}]}
                """.formatted(animatrice, partnership, partnership));
            assertThat(warnings()).contains("not-profitable");
            var pledge = command("/pledges", """
                {"partnerId": "%s", "kind": "CASH", "nature": "OPERATING", "amount": 100, "description": "entrées"}
                """.formatted(cinema)).text("pledgeId");
            assertThat(warnings()).contains("operating-contribution");
            command("/pledge-amendments", """
                {"pledgeId": "%s", "amount": 400, "nature": "EQUIPMENT", "reason": "recette de la projection"}
                """.formatted(pledge));
            var receipt = command("/receipts", """
                {"pledgeId": "%s", "amount": 400, "receivedOn": "2025-11-03"}
                """.formatted(pledge)).text("receiptId");
            assertThat(warnings()).doesNotContain("not-profitable", "operating-contribution");
            command("/supports-granted", """
                {"partnerId": "%s", "kind": "CASH", "amount": 250, "purpose": "achat de livres", "decidedOn": "2025-06-30"}
                """.formatted(association));
            command("/receipt-corrections", """
                {"receiptId": "%s", "amount": 380, "reason": "frais de banque"}
                """.formatted(receipt));
            var cost = api.get("/partnerships/" + partnership + "/time-cost");
            assertThat(cost.get("totalReturn").decimalValue()).isEqualByComparingTo("380");
            assertThat(cost.get("labourCost").decimalValue()).isEqualByComparingTo("240");
            command("/intangible-benefits", """
                {"kind": "NEW_AUDIENCE", "level": 5, "note": "des jeunes qui n’auraient pas poussé la porte"}
                """);
            assertThat(api.get("/compliance?epnId=" + epn).toString())
                    .contains("Conseil départemental", "WAIVED", "GRANTED");
            var next = created("/projects", """
                {"epnId": "%s", "name": "Ciné-club", "duration": "LONG_RUNNING"}
                """.formatted(epn));
            assertThat(command("/follow-up", """
                {"decision": "NEW_PROJECT", "projectId": "%s"}
                """.formatted(next)).text("renewedAs"))
                    .isNotBlank();
            refused("/partnerships/" + partnership + "/exchanges", """
                {"channel": "MAIL", "on": "2026-01-05"}
                """, 409, "wrong-partnership-state");

            assertThat(api.get("/partnerships/" + partnership + "/history?limit=500")
                            .toString())
                    .contains("Bernard Quéré");
            api.post("/persons/" + bernard + "/erasure", """
                {"reason": "à sa demande"}
                """);
            assertThat(api.get("/partnerships/" + partnership + "/history?limit=500")
                            .toString())
                    .containsIgnoringCase("personne effacée")
                    .doesNotContain("Bernard");
        }

        private Answer command(String what, String json) {
            return api.post("/partnerships/" + partnership + what, json);
        }

        private JsonNode card() {
            return api.get("/partnerships/" + partnership);
        }

        private List<String> warnings() {
            return codes(card());
        }

        private static List<String> codes(Answer answer) {
            return codes(answer.body());
        }

        private static List<String> codes(JsonNode node) {
            var codes = new ArrayList<String>();
            node.path("warnings").forEach(warning -> {
                assertThat(warning.get("text").asString()).isNotBlank();
                codes.add(warning.get("code").asString());
            });
            return codes;
        }

        private String person(String name) {
            return created("/persons", """
                {"epnId": "%s", "fullName": "%s"}
                """.formatted(epn, name));
        }

        private String created(String path, String json) {
            var answer = api.post(path, json);
            assertThat(answer.status()).as(path).isEqualTo(201);
            return answer.text("id");
        }

        private void refused(String path, String json, int status, String code) {
            var answer = api.tryPost(path, json);
            assertThat(answer.text("code")).as("%s %s", path, answer.body()).isEqualTo(code);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.text("detail")).isNotBlank();
        }
    }
}

package org.maillage.infra.demonstration;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.maillage.infra.demonstration.ApiClient.Answer;
import org.maillage.kernel.calendar.BusinessDay;

/**
 * « Lire Ensemble » : literacy workshops with an association, entered afterwards from paper, from the proposal to the bilan. Its
 * figures are known to the cent. Told in chapters, in this order.
 */
public final class CaseA {

    private static final int SESSIONS = 10;
    /** Session 6 was not held: session 11 replaced it. */
    private static final int RESCHEDULED = 6;

    private static final int REPLACEMENT = 11;

    private static final int[] PRESENT = {11, 12, 10, 9, 10, 0, 11, 8, 10, 12, 9};
    private static final int[] EXCUSED = {1, 0, 1, 1, 1, 0, 0, 2, 1, 0, 1};
    private static final List<String> LEARNERS = List.of(
            "Amadou Diarra",
            "Fatima Benali",
            "Rosa Pereira",
            "Mehmet Yılmaz",
            "Lucienne Gautier",
            "Samir Haddad",
            "Thi Mai Nguyen",
            "Olena Kovalenko",
            "Joseph Mbemba",
            "Maria Ionescu",
            "Yusuf Abdi",
            "Chantal Rousseau");

    private final ApiClient api;
    private final Map<String, String> ids = new HashMap<>();
    private final List<String> learners = new ArrayList<>();
    private final Map<Integer, String> sessions = new HashMap<>();
    private String versionHash = "";

    public CaseA(ApiClient api) {
        this.api = api;
    }

    /** An id by its name in the story: {@code epn}, {@code partner}, {@code partnership}, {@code convention}, {@code bilan}… */
    public String id(String name) {
        return Objects.requireNonNull(ids.get(name), name);
    }

    /** The id of a session by its number, 1 to 11. */
    public String session(int number) {
        return Objects.requireNonNull(sessions.get(number));
    }

    /** The id of a learner by their number on the roster, 0 to 11. */
    public String learner(int number) {
        return learners.get(number);
    }

    public String versionHash() {
        return versionHash;
    }

    private void remember(String name, String id) {
        ids.put(name, id);
    }

    /** Chapter 1: the centre, its people, the partner and the project. */
    public void prepare() {
        remember("epn", created("/epns", """
            {"name": "La Passerelle Numérique", "legalForm": "MUNICIPAL_SERVICE", "siret": "21990001600011",
             "communeCode": "49007", "missions": ["lutte contre l’illettrisme", "insertion", "culture numérique"],
             "audiences": ["adultes", "demandeurs d’emploi", "retraités"], "activePartnershipThreshold": 5}
            """));
        remember("responsable", person("Claire Besnard"));
        remember("animatrice", person("Inès Maillard"));
        remember("élu", person("Bernard Leroux"));
        remember("présidente", person("Odile Fournier"));
        for (var name : LEARNERS) {
            learners.add(person(name));
        }
        staff("responsable", "31.50");
        staff("animatrice", "24.00");
        remember("partner", created("/partners", """
            {"epnId": "%s", "name": "Lire Ensemble", "kind": "ASSOCIATION", "siret": "99900010200015",
             "rna": "W991000001", "communeCode": "49007", "audiences": ["adultes"], "domains": ["littératie"],
             "source": "forum des associations"}
            """.formatted(id("epn"))));
        api.post("/partners/" + id("partner") + "/contacts", """
            {"personId": "%s", "role": "présidente"}
            """.formatted(id("présidente")));
        remember("project", created("/projects", """
            {"epnId": "%s", "name": "Lire à l’écran", "duration": "LONG_RUNNING",
             "audiences": ["adultes"], "domains": ["littératie", "numérique"], "budget": 3000}
            """.formatted(id("epn"))));
    }

    private String created(String path, String json) {
        return api.post(path, json).text("id");
    }

    private String person(String fullName) {
        return created("/persons", """
            {"epnId": "%s", "fullName": "%s"}
            """.formatted(id("epn"), fullName));
    }

    private void staff(String role, String rate) {
        api.post("/epns/" + id("epn") + "/staff", """
            {"personId": "%s", "role": "%s"}
            """.formatted(id(role), role));
        api.post("/epns/" + id("epn") + "/hourly-rates", """
            {"role": "%s", "amount": %s, "effectiveFrom": "2025-01-01"}
            """.formatted(role, rate));
    }

    /** Chapter 2: proposed, then negotiated with the agreement of the town; two contributions are promised. */
    public void negotiate() {
        remember("partnership", created("/partnerships", """
            {"epnId": "%s", "projectId": "%s", "partnerIds": ["%s"], "pilotId": "%s",
             "ourBenefits": ["toucher des adultes qui ne poussent pas la porte de l’EPN"],
             "theirBenefits": ["des ateliers équipés et animés"],
             "missions": ["lutte contre l’illettrisme"]}
            """.formatted(
                        id("epn"), id("project"), id("partner"), id("responsable"))));
        partnership("exchanges", """
            {"channel": "LOCAL_EVENT", "on": "2025-07-03", "note": "Rencontre au forum des associations"}
            """);
        partnership("authority-clearance", """
            {"decision": "GRANTED", "deciderId": "%s"}
            """.formatted(id("élu")));
        partnership("negotiation", "{}");
        remember("cash", partnership("pledges", """
            {"partnerId": "%s", "kind": "CASH", "nature": "EQUIPMENT", "amount": 1500,
             "description": "Participation au matériel des ateliers"}
            """.formatted(id("partner"))).text("pledgeId"));
        remember("tablets", partnership("pledges", """
            {"partnerId": "%s", "kind": "IN_KIND", "nature": "EQUIPMENT", "amount": 600,
             "description": "Prêt de six tablettes"}
            """.formatted(id("partner"))).text("pledgeId"));
    }

    private Answer partnership(String noun, String json) {
        return api.post("/partnerships/" + id("partnership") + "/" + noun, json);
    }

    private Answer convention(String noun, String json) {
        return api.post("/conventions/" + id("convention") + "/" + noun, json);
    }

    /** Chapter 3: the convention is drafted by the centre, revised by the partner, submitted and approved. */
    public void draftConvention() {
        remember("convention", created("/conventions", """
            {"partnershipId": "%s", "draftedBy": "%s", "plannedSessions": 10,
             "circuit": [{"name": "élu", "deciderId": "%s", "expectedOn": "2025-09-12"}],
             "clauses": {"preamble": "Les parties veulent que chacun puisse lire et écrire à l’écran.",
                         "objectives": "Douze adultes gagnent en aisance dans leurs démarches en ligne.",
                         "modalities": "Des ateliers de deux heures, une animatrice et une bénévole.",
                         "commitments": "L’EPN prête la salle ; l’association apporte le matériel.",
                         "followUp": "Un point par mois entre les deux pilotes."}}
            """.formatted(id("partnership"), id("epn"), id("élu"))));
        versionHash = convention("revisions", """
            {"draftedBy": "%s", "plannedSessions": 10,
             "clauses": {"preamble": "Les parties veulent que chacun puisse lire et écrire à l’écran.",
                         "objectives": "Douze adultes gagnent en aisance dans leurs démarches en ligne.",
                         "modalities": "Dix ateliers de deux heures, une animatrice et une bénévole.",
                         "commitments": "L’EPN prête la salle ; l’association finance et prête le matériel.",
                         "followUp": "Un point par mois entre les deux pilotes."}}
            """.formatted(id("partner"))).text("versionHash");
        convention("submission", "{}");
        convention("approvals", """
            {"step": "élu", "deciderId": "%s"}
            """.formatted(id("élu")));
    }

    /** Chapter 4: both parties sign, the bilan meeting gets a date, the action starts. */
    public void signAndStart() {
        sign("epn", "responsable");
        sign("partner", "présidente");
        partnership("bilan-meeting", """
            {"at": "2026-06-20T08:00:00Z"}
            """);
        partnership("start", """
            {"startedOn": "2025-10-01"}
            """);
    }

    private void sign(String party, String signatory) {
        convention("signatures", """
            {"party": "%s", "signatoryId": "%s", "versionHash": "%s", "signedOn": "2025-09-15"}
            """.formatted(id(party), id(signatory), versionHash));
    }

    /** Chapter 5: ten sessions are planned; the sixth is rescheduled as an eleventh; the sheets are kept and closed. */
    public void holdSessions() {
        for (int number = 1; number <= SESSIONS; number++) {
            sessions.put(number, created("/sessions", """
                {"partnershipId": "%s", "startsAt": "%s", "minutes": 120, "place": "Salle 2, médiathèque",
                 "roster": ["%s"]}
                """.formatted(
                            id("partnership"), startOf(number), String.join("\", \"", learners))));
        }
        sessions.put(
                REPLACEMENT,
                api.post("/sessions/" + session(RESCHEDULED) + "/rescheduling", """
                    {"startsAt": "%s", "reason": "grève des transports"}
                    """.formatted(startOf(REPLACEMENT)))
                        .text("rescheduledAs"));
        for (int number = 1; number <= REPLACEMENT; number++) {
            if (number != RESCHEDULED) {
                keepSheet(number);
            }
        }
    }

    private static String startOf(int number) {
        return LocalDate.of(2025, 10, 7)
                .plusWeeks(3L * (number - 1))
                .atTime(LocalTime.of(14, 0))
                .atZone(BusinessDay.ZONE)
                .toInstant()
                .toString();
    }

    private void keepSheet(int number) {
        api.post("/sessions/" + session(number) + "/held", "{}");
        var lines = new ArrayList<String>();
        for (int i = 0; i < learners.size(); i++) {
            lines.add("""
                {"personId": "%s", "status": "%s", "newAudience": %b}
                """.formatted(learner(i), status(number, i), number == 1 && i < 4));
        }
        api.post("/sessions/" + session(number) + "/attendance", """
            {"entries": [%s]}
            """.formatted(String.join(",", lines)));
        api.post("/sessions/" + session(number) + "/sheet-closure", "{}");
    }

    private static String status(int session, int learner) {
        if (learner < PRESENT[session - 1]) {
            return "PRESENT";
        }
        return learner < PRESENT[session - 1] + EXCUSED[session - 1] ? "EXCUSED" : "ABSENT";
    }

    /** Chapter 6: the working time, the costs, what was received. */
    public void account() {
        time("animatrice", "NEGOTIATION", "2025-07-10", 90);
        time("responsable", "DRAFTING", "2025-09-01", 300);
        time("animatrice", "PREPARATION", "2025-09-24", 540);
        for (int number = 1; number <= REPLACEMENT; number++) {
            if (number != RESCHEDULED) {
                time("animatrice", "DELIVERY", startOf(number).substring(0, 10), 120);
            }
        }
        time("animatrice", "FOLLOW_UP", "2026-03-02", 180);
        time("responsable", "BILAN", "2026-06-16", 150);
        partnership("direct-costs", """
            {"amount": 60.00, "label": "Impression des livrets", "incurredOn": "2025-10-03"}
            """);
        partnership("receipts", """
            {"pledgeId": "%s", "amount": 1500.00, "receivedOn": "2025-11-05"}
            """.formatted(id("cash")));
        partnership("receipts", """
            {"pledgeId": "%s", "amount": 600.00, "receivedOn": "2025-10-07"}
            """.formatted(id("tablets")));
    }

    private void time(String who, String phase, String day, int minutes) {
        api.post("/time-entries", """
            {"personId": "%s", "partnershipId": "%s", "phase": "%s", "day": "%s", "minutes": %d}
            """.formatted(id(who), id("partnership"), phase, day, minutes));
    }

    /** Chapter 7: somebody noted absent at session 4 was there. */
    public void correctTheSheet() {
        api.post("/sessions/" + session(4) + "/attendance-corrections", """
            {"personId": "%s", "status": "PRESENT", "reason": "Arrivée notée au dos de la feuille"}
            """.formatted(learner(11)));
    }

    /** Chapter 8: the action is over, the bilan is drafted. */
    public void completeAndDraftBilan() {
        partnership("completion", """
            {"completedOn": "2026-06-15"}
            """);
        remember("bilan", created("/bilans", """
            {"partnershipId": "%s", "narrative": "Dix ateliers tenus ; les apprenants reviennent d’eux-mêmes à l’EPN."}
            """.formatted(id("partnership"))));
    }

    /** Chapter 9: the partner receives the bilan, adds to it, and it becomes final. */
    public void shareBilan() {
        api.post("/bilans/" + id("bilan") + "/shares", """
            {"partnerId": "%s"}
            """.formatted(id("partner")));
        api.post("/bilans/" + id("bilan") + "/amendments", """
            {"partnerId": "%s", "text": "Deux bénévoles ont aussi appris à animer."}
            """.formatted(id("partner")));
        api.post("/bilans/" + id("bilan") + "/finalisation", "{}");
        partnership("intangible-benefits", """
            {"kind": "NEW_AUDIENCE", "level": 4, "note": "Quatre personnes venues pour la première fois"}
            """);
    }

    /** Chapter 10: the partnership is renewed as it was; answers the id of the new one. */
    public String renew() {
        return partnership("follow-up", """
            {"decision": "RENEW_IDENTICAL"}
            """).text("renewedAs");
    }
}

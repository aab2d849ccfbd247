package org.maillage.command;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maillage.command.Api.Answer;
import org.maillage.kernel.access.AccessTable;

/**
 * Every POST about something that exists honours {@code If-Match}: the version that is there passes, any other is refused, as is
 * what is no version, and nothing is stored of that. The endpoints are those of the table of roles: a new one lacks its line below.
 */
final class IfMatchTest {

    /** What is asked of each, about things of one centre, and what must have happened before: other lines, by their path or name. */
    private static final Map<String, Step> STEPS = steps("""
        /epns/{epn}/access-grants                  | {"subject": "{subject}", "roles": ["ANIMATEUR"]} |
        /epns/{epn}/access-revocations             | {"subject": "{subject}", "reason": "départ"} | /epns/{epn}/access-grants
        /epns/{epn}/circuit-templates              | {"partnerKind": "COMPANY", "steps": [{"name": "élu"}]} |
        /epns/{epn}/hourly-rates                   | {"role": "animatrice", "amount": 24.5, "effectiveFrom": "2025-01-01"} |
        /epns/{epn}/missions                       | {"missions": ["insertion"]} |
        /epns/{epn}/positioning                    | {"domains": ["image"]} |
        /epns/{epn}/staff                          | {"personId": "{claire}", "role": "animatrice"} |
        /epns/{epn}/thresholds                     | {"staleCardDays": 200} |
        /funding-agreements/{funding}/end          | {"endedOn": "2025-02-01"} |
        /persons/{claire}/photo                    | {"mediaType": "image/jpeg", "content": "/9j/4AAQ"} |
        /persons/{claire}/revisions                | {"fullName": "Claire Autre"} |
        /persons/{ines}/erasure                    | {"reason": "demande"} |
        /projects/{project}/needs                  | {"kind": "EQUIPMENT", "description": "une caméra"} |
        /projects/{project}/acquisition-modes      | {"needId": "{needId}", "mode": "BORROW"} | /projects/{project}/needs
        /projects/{project}/need-withdrawals       | {"needId": "{needId}", "reason": "trouvée"} | /projects/{project}/needs
        /projects/{project}/domains                | {"domains": ["image"]} |
        /projects/{project}/image-contexts         | {"contexts": ["site"]} |
        /projects/{project}/missions               | {"missions": ["insertion"]} |
        /projects/{project}/strategic-fit          | {"fit": "ACCESSORY", "teamCommitted": true, "appealing": true} |
        /partners/{partner}/card-confirmation      | {"on": "2025-02-01"} |
        /partners/{partner}/contacts               | {"personId": "{claire}", "role": "élu"} |
        /partners/{partner}/contact-roles          | {"personId": "{claire}", "role": "maire"} | /partners/{partner}/contacts
        /partners/{partner}/contact-removals       | {"personId": "{claire}"} | /partners/{partner}/contacts
        /partners/{partner}/channel-constraints    | {"kind": "PHONE_ONLY"} |
        /partners/{partner}/exchanges              | {"channel": "PHONE", "on": "2025-02-01"} |
        /partners/{partner}/funding-objections     | {"funder": "Région"} |
        /partners/{partner}/funding-objection-withdrawals | {"funder": "Région", "reason": "entente"} | /partners/{partner}/funding-objections
        /partners/{partner}/greetings              | {"on": "2025-01-05"} |
        /partners/{partner}/invitations            | {"partnershipId": "{partnership}", "on": "2025-02-01"} | start
        /partners/{other}/merger                   | {"into": "{partner}"} |
        /partners/{partner}/revisions              | {"name": "Lire encore", "kind": "ASSOCIATION"} |
        /partners/{partner}/tech-familiarity       | {"level": "LOW"} |
        /partnerships/{partnership}/negotiation    | {} |
        /partnerships/{partnership}/decline        | {"reason": "non"} |
        /partnerships/{partnership}/withdrawal     | {"reason": "non"} |
        /partnerships/{partnership}/partners       | {"partnerId": "{other}"} |
        /partnerships/{partnership}/partner-removals | {"partnerId": "{other}", "reason": "départ"} | /partnerships/{partnership}/partners
        /partnerships/{partnership}/proposal-revisions | {"missions": ["lire"]} |
        /partnerships/{partnership}/authority-clearance | {"decision": "REQUESTED", "deciderId": "{claire}"} |
        /partnerships/{partnership}/pilot          | {"personId": "{ines}"} |
        /partnerships/{partnership}/posture        | {"posture": "WITH"} |
        /partnerships/{partnership}/responsibilities | {"field": "image", "personId": "{ines}"} |
        /partnerships/{partnership}/exchanges      | {"channel": "PHONE", "on": "2025-02-01"} |
        /partnerships/{partnership}/direct-costs   | {"amount": 12.5, "label": "papier", "incurredOn": "2025-02-01"} |
        /partnerships/{partnership}/direct-cost-corrections | {"costId": "{costId}", "amount": 10, "reason": "erreur"} | /partnerships/{partnership}/direct-costs
        /partnerships/{partnership}/documents      | {"kind": "DOSSIER", "title": "Dossier", "url": "https://exemple.fr/a"} |
        /partnerships/{partnership}/milestones     | {"kind": "EXCHANGES", "at": "2025-03-01T10:00:00Z"} |
        /partnerships/{partnership}/milestones-reached | {"milestoneId": "{milestoneId}", "on": "2025-03-01"} | /partnerships/{partnership}/milestones
        /partnerships/{partnership}/time-constraints | {"supplier": "loueur", "openings": [{"day": "MONDAY", "from": "09:00", "until": "12:00"}]} |
        /partnerships/{partnership}/time-constraints-lifted | {"constraintId": "{constraintId}", "reason": "fini"} | /partnerships/{partnership}/time-constraints
        /partnerships/{partnership}/tools          | {"name": "Wiki", "free": true, "lackedBy": []} |
        /partnerships/{partnership}/tool-trainings | {"toolId": "{toolId}", "at": "2025-03-01T10:00:00Z"} | /partnerships/{partnership}/tools
        /partnerships/{partnership}/bilan-meeting  | {"at": "2025-09-01T10:00:00Z"} |
        /partnerships/{partnership}/intangible-benefits | {"kind": "LISTENING", "level": 3} | start
        /partnerships/{partnership}/pledges        | {"partnerId": "{partner}", "kind": "CASH", "nature": "EQUIPMENT", "amount": 100, "description": "don"} | /partnerships/{partnership}/negotiation
        /partnerships/{partnership}/pledge-amendments | {"pledgeId": "{pledgeId}", "amount": 90, "reason": "moins"} | /partnerships/{partnership}/pledges
        /partnerships/{partnership}/receipts       | {"pledgeId": "{pledgeId}", "amount": 50, "receivedOn": "2025-02-01"} | /partnerships/{partnership}/pledges
        /partnerships/{partnership}/receipt-corrections | {"receiptId": "{receiptId}", "amount": 40, "reason": "erreur"} | /partnerships/{partnership}/receipts
        /partnerships/{partnership}/supports-granted | {"partnerId": "{partner}", "kind": "CASH", "amount": 10, "purpose": "aide", "decidedOn": "2025-02-01"} | /partnerships/{partnership}/negotiation
        /partnerships/{partnership}/cumulation-waivers | {"reason": "accord de la ville"} | exclusive, /partnerships/{partnership}/negotiation
        /partnerships/{partnership}/agreement-without-convention | {"reason": "confiance"} | /partnerships/{partnership}/negotiation
        /partnerships/{partnership}/start          | {"startedOn": "2025-01-10"} | /partnerships/{partnership}/agreement-without-convention
        /partnerships/{partnership}/partner-presence | {"partnerId": "{partner}", "on": "2025-02-01"} | start
        /partnerships/{partnership}/suspension     | {"reason": "travaux"} | start
        /partnerships/{partnership}/resumption     | {"reason": "fini"} | /partnerships/{partnership}/suspension
        /partnerships/{partnership}/termination    | {"reason": "départ"} | start
        /partnerships/{partnership}/completion     | {"completedOn": "2025-06-30"} | start
        /partnerships/{partnership}/follow-up      | {"decision": "CLOSE"} | /partnerships/{partnership}/completion, /bilans/{bilan}/shares
        /conventions/{convention}/revisions        | {"clauses": CLAUSES, "plannedSessions": 4, "draftedBy": "{epn}"} |
        /conventions/{convention}/municipal-acts   | {"reference": "A-1", "adoptedOn": "2025-01-05"} | /conventions/{convention}/submission
        /conventions/{convention}/deciders         | {"step": "élu", "deciderId": "{ines}"} |
        /conventions/{convention}/submission       | {} | /partnerships/{partnership}/negotiation
        /conventions/{convention}/rejections       | {"step": "élu", "deciderId": "{claire}", "reason": "à revoir"} | /conventions/{convention}/submission
        /conventions/{convention}/approvals        | {"step": "élu", "deciderId": "{claire}"} | /conventions/{convention}/submission
        /conventions/{convention}/signatures       | {"party": "{partner}", "signatoryId": "{ines}", "versionHash": "{versionHash}", "signedOn": "2025-01-08"} | /conventions/{convention}/approvals
        /conventions/{convention}/avenants         | {"clauses": CLAUSES, "plannedSessions": 6, "draftedBy": "{epn}", "reason": "deux de plus"} | signed
        /conventions/{convention}/expiry           | {"expiredOn": "2025-06-30"} | signed
        /conventions/{convention}/termination      | {"terminatedOn": "2025-03-01", "reason": "départ"} | signed
        /bilans/{bilan}/revisions                  | {"narrative": "mieux"} | bilan
        /bilans/{bilan}/shares                     | {"partnerId": "{partner}"} | bilan
        /bilans/{bilan}/amendments                 | {"partnerId": "{partner}", "text": "précision"} | /bilans/{bilan}/shares
        /bilans/{bilan}/finalisation               | {} | /bilans/{bilan}/shares
        /bilans/{bilan}/reopening                  | {"reason": "un chiffre"} | /bilans/{bilan}/finalisation
        /sessions/{session}/images                 | {"imagesTaken": true} | session
        /sessions/{session}/rescheduling           | {"startsAt": "2025-02-08T14:00:00Z", "reason": "grève"} | session
        /sessions/{session}/cancellation           | {"reason": "grève"} | session
        /sessions/{session}/held                   | {} | session
        /sessions/{session}/attendance             | {"entries": [{"personId": "{ines}", "status": "PRESENT"}]} | /sessions/{session}/held
        /sessions/{session}/attendance-corrections | {"personId": "{ines}", "status": "ABSENT", "reason": "erreur"} | /sessions/{session}/attendance
        /sessions/{session}/sheet-closure          | {} | /sessions/{session}/attendance
        /time-entries/{entry}/corrections          | {"minutes": 5, "reason": "erreur"} |
        /deliverables/{deliverable}/licences       | {"licence": "CC BY"} | deliverable
        /deliverables/{deliverable}/transmissions  | {"user": "EPN", "context": "site"} | deliverable
        /image-consents/{consent}/grant            | {"media": ["STILL"], "users": ["EPN"], "contexts": ["site"], "signedOn": "2025-01-10"} | /projects/{project}/image-contexts
        /image-consents/{consent}/refusal          | {"on": "2025-01-10"} |
        /image-consents/{consent}/withdrawal       | {"on": "2025-02-10"} | /image-consents/{consent}/grant
        /date-polls/{poll}/answers                 | {"personId": "{ines}", "answers": [{"option": "2025-09-02T16:00:00Z", "answer": "YES"}]} |
        /date-polls/{poll}/closure                 | {"chosen": "2025-09-02T16:00:00Z"} |
        start: /partnerships/{partnership}/start   | {"startedOn": "2025-01-10"} | /partnerships/{partnership}/agreement-without-convention
        bilan: /bilans                             | {"partnershipId": "{partnership}", "narrative": "bien"} | start
        session: /sessions                         | {"partnershipId": "{partnership}", "startsAt": "2025-02-01T14:00:00Z", "minutes": 60, "roster": ["{ines}"]} | start
        deliverable: /deliverables                 | {"partnershipId": "{partnership}", "title": "Film", "medium": "MOVING", "depicts": []} | start
        exclusive: /funding-agreements             | {"epnId": "{epn}", "funder": "Région", "missions": ["insertion"], "exclusive": true, "from": "2025-01-01"} |
        signed: /conventions/{convention}/signatures | {"party": "{epn}", "signatoryId": "{claire}", "versionHash": "{versionHash}", "signedOn": "2025-01-08"} | /conventions/{convention}/signatures
        """);

    private static final String CLAUSES = """
        {"preamble": "a", "objectives": "b", "modalities": "c", "commitments": "d", "followUp": "e"}\
        """;

    /** What there can be before anything else: a proposal, and what stands beside it. */
    private static final Map<String, Step> THINGS = steps("""
        claire: /persons          | {"epnId": "{epn}", "fullName": "Claire Besnard"} |
        ines: /persons            | {"epnId": "{epn}", "fullName": "Inès Haddad"} |
        partner: /partners        | {"epnId": "{epn}", "name": "Lire Ensemble", "kind": "ASSOCIATION"} |
        other: /partners          | {"epnId": "{epn}", "name": "Lire ensemble", "kind": "ASSOCIATION"} |
        project: /projects        | {"epnId": "{epn}", "name": "Lire", "duration": "LONG_RUNNING"} |
        funding: /funding-agreements | {"epnId": "{epn}", "funder": "Ville", "missions": [], "exclusive": false, "from": "2025-01-01"} |
        partnership: /partnerships | {"epnId": "{epn}", "projectId": "{project}", "partnerIds": ["{partner}"], "pilotId": "{claire}", "ourBenefits": [], "theirBenefits": ["a"], "missions": ["insertion"]} |
        convention: /conventions  | {"partnershipId": "{partnership}", "clauses": CLAUSES, "plannedSessions": 3, "validUntil": "2025-06-30", "circuit": [{"name": "élu", "deciderId": "{claire}"}], "draftedBy": "{epn}"} |
        entry: /time-entries      | {"personId": "{ines}", "partnershipId": "{partnership}", "phase": "DELIVERY", "day": "2025-02-01", "minutes": 60} |
        consent: /image-consents  | {"projectId": "{project}", "personId": "{ines}"} |
        poll: /date-polls         | {"partnershipId": "{partnership}", "question": "Quand ?", "options": ["2025-09-02T16:00:00Z", "2025-09-04T16:00:00Z"]} |
        """);

    private static final Pattern NAME = Pattern.compile("\\{([a-zA-Z]+)}");

    private static Api api;

    @BeforeAll
    static void start(@TempDir Path directory) {
        api = Api.start(directory);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private record Step(String name, String path, String body, List<String> after) {

        static Step of(String line) {
            var columns = line.split("\\|", -1);
            var colon = columns[0].indexOf(": ");
            var path = columns[0].substring(colon < 0 ? 0 : colon + 2).strip();
            return new Step(
                    colon < 0 ? path : columns[0].substring(0, colon).strip(),
                    path,
                    columns[1].strip().replace("CLAUSES", CLAUSES),
                    Arrays.stream(columns[2].split(",", -1))
                            .map(String::strip)
                            .filter(name -> !name.isEmpty())
                            .toList());
        }

        /** As the table of roles has it. */
        String endpoint() {
            return "POST " + path.replaceAll("\\{[a-z]+}", "{id}");
        }

        /** Which of the things it is about. */
        String thing() {
            return path.substring(path.indexOf('{') + 1, path.indexOf('}'));
        }
    }

    private static Map<String, Step> steps(String lines) {
        return lines.lines()
                .map(Step::of)
                .collect(toMap(
                        Step::name,
                        step -> step,
                        (one, other) -> {
                            throw new IllegalStateException(one + " stands here twice");
                        },
                        LinkedHashMap::new));
    }

    /** One centre, and what has happened in it. */
    private static final class Story {

        private final Map<String, String> ids = new HashMap<>();
        private final Set<String> happened = new HashSet<>();

        Story() {
            ids.put("epn", api.centre());
            ids.put("subject", "account-" + ids.get("epn"));
        }

        /** After all that must come before it. */
        void happens(Step step) {
            before(step);
            if (happened.add(step.name())) {
                var answer = post(step);
                assertThat(answer.status())
                        .as("%s: %s", step.name(), answer.body())
                        .isLessThan(300);
            }
        }

        void before(Step step) {
            step.after().forEach(name -> happens(Objects.requireNonNull(STEPS.get(name), name)));
        }

        /** So that nothing need be made any more. */
        void speakOf(Step step) {
            in(step.path());
            in(step.body());
        }

        Answer post(Step step, String... headers) {
            var answer = api.post(in(step.path()), in(step.body()), headers);
            if (answer.status() == 201 && !step.path().contains("{")) {
                ids.put(step.name(), answer.id());
            }
            if (answer.status() < 300) {
                answer.body()
                        .propertyStream()
                        .filter(added -> added.getValue().isString())
                        .forEach(added ->
                                ids.put(added.getKey(), added.getValue().asString()));
            }
            return answer;
        }

        private String in(String text) {
            return NAME.matcher(text).replaceAll(name -> id(name.group(1)));
        }

        /** A thing is made when somebody speaks of it. */
        private String id(String name) {
            var thing = THINGS.get(name);
            if (thing != null) {
                happens(thing);
            }
            return Objects.requireNonNull(ids.get(name), name);
        }

        /** Of the aggregate that it is, or is a part of: a funding of its centre, an entry of somebody's month. */
        long version(String thing) {
            var whole = thing.equals("funding") ? "epn" : thing;
            var events = thing.equals("entry")
                    ? "lower(aggregate_type) = 'timesheet' and stream_key = '" + ids.get("partnership") + "'"
                    : "aggregate_id = '" + id(whole) + "'";
            return api.database()
                    .sql("select max(sequence) from ledger.event where " + events)
                    .query(Long.class)
                    .single();
        }
    }

    private static Stream<String> endpoints() {
        return AccessTable.rows().keySet().stream()
                .filter(endpoint -> endpoint.startsWith("POST ") && endpoint.contains("/{id}/"));
    }

    @Test
    void every_line_is_an_endpoint_of_the_table() {
        var honouring = endpoints().collect(Collectors.toSet());
        assertThat(STEPS.values())
                .filteredOn(step -> step.name().equals(step.path()))
                .allSatisfy(step -> assertThat(honouring).contains(step.endpoint()));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void a_version_is_honoured_by(String endpoint) {
        var step = STEPS.values().stream()
                .filter(one -> one.name().equals(one.path()) && one.endpoint().equals(endpoint))
                .findFirst()
                .orElseThrow(() -> new AssertionError(endpoint + " has no line here"));
        var story = new Story();
        story.before(step);
        story.speakOf(step);
        long version = story.version(step.thing());
        var before = stored();

        for (var malformed : List.of(Long.toString(version), "W/\"" + version + "\"", "*")) {
            var answer = story.post(step, "If-Match", malformed);
            assertThat(answer.status()).as("%s: %s", malformed, answer.body()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("invalid-parameter");
        }
        for (var stale : Stream.of(version - 1, version + 1)
                .filter(number -> number >= 0)
                .toList()) {
            refused(story.post(step, "If-Match", "\"" + stale + "\""));
        }
        assertThat(stored()).as("what is stored of what was refused").isEqualTo(before);

        var passed = story.post(step, "If-Match", "\"" + version + "\"");
        assertThat(passed.status()).as(passed.body().toString()).isIn(200, 201);
        var after = story.version(step.thing());
        assertThat(after).isGreaterThan(version);

        var passedBy = stored();
        refused(story.post(step, "If-Match", "\"" + version + "\""));
        assertThat(stored()).as("what is stored of what came too late").isEqualTo(passedBy);
    }

    private static void refused(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(412);
        assertThat(answer.code()).isEqualTo("stale-version");
    }

    /** Events, commands and claims. */
    private static List<Long> stored() {
        return Stream.of("event", "command_log", "claim")
                .map(table -> api.database()
                        .sql("select count(*) from ledger." + table)
                        .query(Long.class)
                        .single())
                .toList();
    }
}

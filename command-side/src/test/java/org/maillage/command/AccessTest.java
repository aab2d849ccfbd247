package org.maillage.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.command.Api.Answer;
import org.maillage.command.ledger.Ledger;
import org.maillage.command.ledger.Look;
import org.maillage.edge.Forbidden;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.access.Ask;
import org.maillage.kernel.access.Caller;
import org.maillage.kernel.access.Subject;
import org.maillage.kernel.epn.EpnId;
import tools.jackson.databind.node.ObjectNode;

/** Who may have what happen where, over HTTP. */
class AccessTest {

    private static Api api;

    /** Our centre, with one of everything. */
    private static Map<String, String> ours;

    /** As many ids under which there is nothing. */
    private static Map<String, String> nothing;

    @BeforeAll
    static void start(@TempDir Path directory) {
        api = Api.start(directory);
        ours = centre();
        nothing = new HashMap<>(ours);
        nothing.replaceAll((_, _) -> UUID.randomUUID().toString());
        // Whoever is a stranger to us is at home elsewhere.
        post("stranger", "/epns", EPN, "administrateur");
        grant("claire", "RESPONSABLE", our("claire"));
        grant("ines", "ANIMATEUR", our("ines"));
        grant("decider", "DECIDEUR", our("claire"));
        grant("payroll", "INTEGRATION", null);
        ok(admin("/epns/" + our("epn") + "/access-grants", """
            {"subject": "reader", "roles": ["PARTENAIRE"], "personId": "%s", "partnerId": "%s"}
            """.formatted(our("reader"), our("partner"))));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static final String EPN = """
        {"name": "Le Fil", "legalForm": "ASSOCIATION", "communeCode": "49007", "missions": [], "audiences": []}
        """;

    private static Map<String, String> centre() {
        var ids = new HashMap<String, String>();
        ids.put("epn", api.centre());
        for (var person : List.of("claire", "ines", "reader", "erased")) {
            made(ids, person, "/persons", "{\"epnId\": \"{epn}\", \"fullName\": \"Une personne\"}");
        }
        for (var partner : List.of("partner", "other")) {
            made(ids, partner, "/partners", "{\"epnId\": \"{epn}\", \"name\": \"Lire\", \"kind\": \"ASSOCIATION\"}");
        }
        made(ids, "project", "/projects", "{\"epnId\": \"{epn}\", \"name\": \"Lire\", \"duration\": \"ONE_OFF\"}");
        made(ids, "partnership", "/partnerships", """
            {"epnId": "{epn}", "projectId": "{project}", "partnerIds": ["{partner}"], "pilotId": "{claire}", "ourBenefits": [],
             "theirBenefits": []}
            """);
        made(ids, "next", "/projects", "{\"epnId\": \"{epn}\", \"name\": \"Danser\", \"duration\": \"ONE_OFF\"}");
        made(ids, "beyond", "/partnerships", """
            {"epnId": "{epn}", "projectId": "{next}", "partnerIds": ["{other}"], "pilotId": "{claire}", "ourBenefits": [],
             "theirBenefits": []}
            """);
        made(ids, "convention", "/conventions", """
            {"partnershipId": "{partnership}", "clauses": {}, "draftedBy": "{epn}"}
            """);
        made(ids, "convention beyond", "/conventions", """
            {"partnershipId": "{beyond}", "clauses": {}, "draftedBy": "{epn}"}
            """);
        made(ids, "poll", "/date-polls", POLL);
        made(ids, "entry", "/time-entries", ENTRY);
        made(ids, "funding", "/funding-agreements", FUNDING);
        ok(admin("/persons/" + ids.get("erased") + "/erasure", "{\"reason\": \"demande\"}"));
        return ids;
    }

    private static final String POLL = """
        {"partnershipId": "{partnership}", "question": "Quand ?", "options": ["2025-09-02T16:00:00Z", "2025-09-04T16:00:00Z"]}
        """;

    private static final String ENTRY = """
        {"personId": "{ines}", "partnershipId": "{partnership}", "phase": "DELIVERY", "day": "2025-02-01", "minutes": 1}
        """;

    private static final String BATCH = """
        {"personId": "{ines}", "entries": [{"partnershipId": "{partnership}", "phase": "DELIVERY", "day": "2025-02-01", "minutes": 1}]}
        """;

    private static final String FUNDING = """
        {"epnId": "{epn}", "funder": "Ville", "missions": [], "exclusive": false, "from": "2025-01-01"}
        """;

    private static final String DOCUMENT = """
        {"kind": "DOSSIER", "title": "Le dossier", "file": {"sha256": "%s", "name": "dossier.txt"}}
        """.formatted("0".repeat(64));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /partnerships/{partnership}/negotiation     | {}
        /partnerships/{convention}/negotiation      | {}
        /partnerships/{partnership}/exchanges       | {"channel": "PHONE", "on": "2025-02-01"}
        /epns/{epn}/missions                        | {"missions": []}
        /epns/{epn}/access-grants                   | {"subject": "stranger", "roles": ["ADMINISTRATEUR"]}
        /epns/{epn}/access-revocations              | {"subject": "ines", "reason": "essai"}
        /persons                                    | {"epnId": "{epn}", "fullName": "Ines"}
        /persons/{ines}/revisions                   | {"fullName": "Ines"}
        /persons/{erased}/revisions                 | {"fullName": "Ines"}
        /persons/{erased}/photo                     | {"mediaType": "image/jpeg", "content": "/9j/4AAQ"}
        /persons/{erased}/erasure                   | {"reason": "essai"}
        /projects                                   | {"epnId": "{epn}", "name": "Lire", "duration": "ONE_OFF"}
        /projects/{project}/domains                 | {"domains": []}
        /partners                                   | {"epnId": "{epn}", "name": "Lire", "kind": "COMPANY"}
        /partners/{partner}/card-confirmation       | {"on": "2025-02-01"}
        /funding-agreements/{funding}/end           | {"endedOn": "2025-02-01"}
        /conventions                                | {"partnershipId": "{partnership}", "clauses": {}, "draftedBy": "{epn}"}
        /conventions/{convention}/submission        | {}
        /conventions/{convention}/deciders          | {"step": "élu", "deciderId": "{claire}"}
        /time-entries/{entry}/corrections           | {"minutes": 5, "reason": "essai"}
        /bilans                                     | {"partnershipId": "{partnership}", "narrative": "a"}
        /image-consents                             | {"projectId": "{project}", "personId": "{ines}"}
        /date-polls/{poll}/closure                  | {"chosen": "2025-09-02T16:00:00Z"}
        """)
    void a_stranger_is_told_what_an_unknown_id_is_told(String path, String body) {
        toldApart(path, body);
    }

    @Test
    void a_stranger_cannot_tell_a_partnership_by_what_is_new_in_it() {
        toldApart("/date-polls", POLL);
        toldApart("/time-entries", ENTRY);
        toldApart("/time-entry-batches", BATCH);
        toldApart("/funding-agreements", FUNDING);
        toldApart("/partnerships/{partnership}/documents", DOCUMENT);
    }

    private static void toldApart(String path, String body) {
        var before = events();
        for (var headers : List.of(new String[0], new String[] {"If-Match", "\"7\"", "Idempotency-Key", "k-" + path})) {
            var foreign = post("stranger", in(path, ours), in(body, ours), "administrateur", headers);
            var unknown = post("stranger", in(path, nothing), in(body, nothing), "administrateur", headers);
            var unknownToUs = api.post(in(path, nothing), in(body, nothing), headers);

            assertThat(foreign.status()).as(foreign.body().toString()).isEqualTo(404);
            assertThat(comparable(foreign)).isEqualTo(comparable(unknown)).isEqualTo(comparable(unknownToUs));
        }
        assertThat(events()).isEqualTo(before);
    }

    @Test
    void who_registers_a_centre_administers_it_at_once() {
        var epn = post("fresh", "/epns", EPN, "administrateur").id();

        ok(post(
                "fresh",
                "/projects",
                in("{\"epnId\": \"{epn}\", \"name\": \"Lire\", \"duration\": \"ONE_OFF\"}", Map.of("epn", epn)),
                "administrateur"));
        assertThat(api.post("/epns/" + epn + "/missions", "{\"missions\": []}").status())
                .isEqualTo(404);
    }

    @Test
    void a_key_is_that_of_one_account_and_opens_nothing_to_another() {
        var path = "/partnerships/" + our("partnership") + "/exchanges";
        var body = "{\"channel\": \"MAIL\", \"on\": \"2025-03-01\"}";
        var first = post("claire", path, body, "responsable", "Idempotency-Key", "one-key");
        var events = events();

        var stranger = post("stranger", path, body, "administrateur", "Idempotency-Key", "one-key");
        assertThat(stranger.code()).isEqualTo("unknown-target");
        assertThat(post("claire", path, body, "responsable", "Idempotency-Key", "one-key")
                        .body())
                .isEqualTo(first.body());
        assertThat(events()).isEqualTo(events);

        ok(post("ines", path, body, "animateur", "Idempotency-Key", "one-key"));
        assertThat(events()).isEqualTo(events + 1);
    }

    @Test
    void a_revoked_account_is_a_stranger_even_to_what_it_did() {
        grant("leaver", "RESPONSABLE", null);
        var path = "/partnerships/" + our("partnership") + "/exchanges";
        var body = "{\"channel\": \"MAIL\", \"on\": \"2025-03-02\"}";
        ok(post("leaver", path, body, "responsable", "Idempotency-Key", "last-words"));

        ok(admin("/epns/" + our("epn") + "/access-revocations", "{\"subject\": \"leaver\", \"reason\": \"départ\"}"));

        var repeat = post("leaver", path, body, "responsable", "Idempotency-Key", "last-words");
        assertThat(repeat.status()).isEqualTo(404);
        assertThat(comparable(repeat))
                .isEqualTo(comparable(post(
                        "leaver",
                        path.replace(our("partnership"), UUID.randomUUID().toString()),
                        body,
                        "responsable")));
        assertThat(admin(
                                "/epns/" + our("epn") + "/access-revocations",
                                "{\"subject\": \"leaver\", \"reason\": \"départ\"}")
                        .code())
                .isEqualTo("no-such-access");
    }

    @Test
    void a_role_is_what_token_and_grant_both_say() {
        var path = "/partnerships/" + our("partnership") + "/posture";
        var body = "{\"posture\": \"WITH\"}";

        ok(post("claire", path, body, "responsable"));
        refused(post("claire", path, body, "animateur"), 403, "forbidden");
        // Nothing in common with what the centre grants: a stranger.
        refused(post("ines", path, body, "responsable"), 404, "unknown-target");
        var both = Identity.ISSUER.token("ines", "responsable", "animateur");
        refused(api.post(path, body, "Authorization", "Bearer " + both), 403, "forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auditeur", "superuser", "ADMINISTRATEUR"})
    void a_role_that_opens_nothing_here_opens_nothing(String role) {
        grant("auditor", "AUDITEUR", null);

        refused(post("auditor", "/partnerships/" + our("partnership") + "/negotiation", "{}", role), 403, "forbidden");
        refused(post("auditor", "/partnerships/" + UUID.randomUUID() + "/negotiation", "{}", role), 403, "forbidden");
    }

    @Test
    void a_token_narrows_what_is_granted_and_never_widens_it() {
        var elsewhere = UUID.randomUUID().toString();
        var path = "/partnerships/" + our("partnership") + "/exchanges";
        var body = "{\"channel\": \"MAIL\", \"on\": \"2025-03-03\"}";

        ok(api.post(path, body, "Authorization", narrowed("claire", our("epn"), elsewhere)));
        refused(api.post(path, body, "Authorization", narrowed("claire", elsewhere)), 404, "unknown-target");
        refused(api.post(path, body, "Authorization", narrowed("claire")), 404, "unknown-target");
        refused(api.post(path, body, "Authorization", narrowed("stranger", our("epn"))), 404, "unknown-target");
    }

    private static String narrowed(String subject, String... epns) {
        return "Bearer "
                + Identity.ISSUER.token(claims -> claims.subject(subject)
                        .claim("roles", List.of("responsable", "administrateur"))
                        .claim("epns", List.of(epns)));
    }

    @Test
    void people_act_in_their_own_name() {
        var mine = in(ENTRY, ours);
        var hers = mine.replace(our("ines"), our("claire"));

        var entry = post("ines", "/time-entries", mine, "animateur");
        ok(entry);
        refused(post("ines", "/time-entries", hers, "animateur"), 403, "not-yourself");
        ok(post("ines", "/time-entry-batches", in(BATCH, ours), "animateur"));
        refused(post("claire", "/time-entry-batches", in(BATCH, ours), "responsable"), 403, "not-yourself");
        var correction = "/time-entries/" + entry.id() + "/corrections";
        refused(
                post("claire", correction, "{\"minutes\": 2, \"reason\": \"essai\"}", "responsable"),
                403,
                "not-yourself");
        ok(post("ines", correction, "{\"minutes\": 2, \"reason\": \"essai\"}", "animateur"));
        ok(post("payroll", correction, "{\"minutes\": 3, \"reason\": \"essai\"}", "integration"));
        ok(post("payroll", "/time-entries", hers, "integration"));
        ok(admin("/time-entries", hers));
    }

    @Test
    void nobody_decides_signs_or_answers_for_somebody_else() {
        var convention = "/conventions/" + our("convention");
        var step = "{\"step\": \"élu\", \"deciderId\": \"{ines}\", \"reason\": \"essai\"}";
        refused(post("decider", convention + "/rejections", in(step, ours), "decideur"), 403, "not-yourself");
        refused(
                post(
                        "decider",
                        convention + "/approvals",
                        in(step.replace(", \"reason\": \"essai\"", ""), ours),
                        "decideur"),
                403,
                "not-yourself");
        refused(
                post("claire", convention + "/signatures", signature("ines", "epn"), "responsable"),
                403,
                "not-yourself");
        refused(
                post("claire", convention + "/signatures", signature("claire", "epn"), "responsable"),
                409,
                "outdated-version-signed");
        var answer = "{\"personId\": \"{ines}\", \"answers\": [{\"option\": \"2025-09-02T16:00:00Z\", \"answer\":"
                + " \"YES\"}]}";
        refused(
                post("claire", "/date-polls/" + our("poll") + "/answers", in(answer, ours), "responsable"),
                403,
                "not-yourself");
        ok(post("ines", "/date-polls/" + our("poll") + "/answers", in(answer, ours), "animateur"));
        var clearance = "/partnerships/" + our("partnership") + "/authority-clearance";
        ok(post(
                "claire",
                clearance,
                in("{\"decision\": \"REQUESTED\", \"deciderId\": \"{ines}\"}", ours),
                "responsable"));
        refused(
                post(
                        "claire",
                        clearance,
                        in("{\"decision\": \"GRANTED\", \"deciderId\": \"{ines}\"}", ours),
                        "responsable"),
                403,
                "not-yourself");
        ok(post(
                "decider",
                clearance,
                in("{\"decision\": \"GRANTED\", \"deciderId\": \"{claire}\"}", ours),
                "decideur"));
    }

    private static String signature(String person, String party) {
        return """
            {"party": "%s", "signatoryId": "%s", "versionHash": "%s", "signedOn": "2025-03-01"}
            """.formatted(our(party), our(person), "0".repeat(64));
    }

    @Test
    void partners_act_for_themselves_in_their_own_partnerships() {
        var clauses = "{\"clauses\": {\"preamble\": \"%s\"}, \"draftedBy\": \"%s\"}";
        var convention = "/conventions/" + our("convention");

        ok(post("reader", convention + "/revisions", clauses.formatted("a", our("partner")), "partenaire"));
        refused(
                post("reader", convention + "/revisions", clauses.formatted("b", our("epn")), "partenaire"),
                403,
                "not-your-party");
        refused(
                post("reader", convention + "/signatures", signature("reader", "epn"), "partenaire"),
                403,
                "not-your-party");
        refused(
                post("reader", convention + "/signatures", signature("claire", "partner"), "partenaire"),
                403,
                "not-yourself");
        refused(
                post("reader", convention + "/signatures", signature("reader", "partner"), "partenaire"),
                409,
                "outdated-version-signed");
    }

    @Test
    void nothing_exists_for_partners_beyond_their_own_partnerships() {
        var body = "{\"clauses\": {}, \"draftedBy\": \"%s\"}".formatted(our("partner"));
        var unknown = post("reader", "/conventions/" + UUID.randomUUID() + "/revisions", body, "partenaire");

        var beyond = post("reader", "/conventions/" + our("convention beyond") + "/revisions", body, "partenaire");
        assertThat(beyond.status()).isEqualTo(404);
        assertThat(comparable(beyond)).isEqualTo(comparable(unknown));
        refused(
                post(
                        "reader",
                        "/conventions",
                        in("{\"partnershipId\": \"{beyond}\", \"clauses\": {}, \"draftedBy\": \"{partner}\"}", ours),
                        "partenaire"),
                404,
                "unknown-partnership");
        // A role that the token says and the centre does not tells nothing of what lies beyond either.
        var more = Identity.bearer("reader", "partenaire", "responsable");
        refused(
                api.post("/partnerships/" + our("beyond") + "/negotiation", "{}", "Authorization", more),
                404,
                "unknown-target");
        refused(
                api.post("/partnerships/" + our("partnership") + "/negotiation", "{}", "Authorization", more),
                403,
                "forbidden");
        refused(
                api.post("/projects/" + our("project") + "/domains", "{\"domains\": []}", "Authorization", more),
                404,
                "unknown-target");
    }

    @Test
    void a_partner_who_left_is_a_stranger() {
        ok(admin("/epns/" + our("epn") + "/access-grants", """
            {"subject": "cinema", "roles": ["PARTENAIRE"], "partnerId": "%s"}
            """.formatted(our("other"))));
        var path = "/conventions/" + our("convention") + "/revisions";
        var body = "{\"clauses\": {\"preamble\": \"c\"}, \"draftedBy\": \"%s\"}".formatted(our("other"));
        refused(post("cinema", path, body, "partenaire"), 404, "unknown-target");

        ok(admin("/partnerships/" + our("partnership") + "/partners", in("{\"partnerId\": \"{other}\"}", ours)));
        ok(post("cinema", path, body, "partenaire"));

        ok(admin(
                "/partnerships/" + our("partnership") + "/partner-removals",
                in("{\"partnerId\": \"{other}\", \"reason\": \"essai\"}", ours)));
        refused(post("cinema", path, body, "partenaire"), 404, "unknown-target");
    }

    @Test
    void an_account_for_a_partner_names_the_partner() {
        var answer = admin("/epns/" + our("epn") + "/access-grants", """
            {"subject": "x", "roles": ["PARTENAIRE"]}
            """);

        refused(answer, 422, "invalid-request");
        assertThat(answer.violations()).singleElement().asString().startsWith("partnerId: ");
        assertThat(admin("/epns/" + our("epn") + "/access-grants", "{\"subject\": \"x y\", \"roles\": []}")
                        .violations())
                .hasSize(2);
    }

    @Test
    void the_last_administrator_cannot_be_revoked() {
        refused(
                admin(
                        "/epns/" + our("epn") + "/access-revocations",
                        "{\"subject\": \"the-town\", \"reason\": \"essai\"}"),
                409,
                "last-administrator");
    }

    @Test
    void every_fact_says_who_acted() {
        var path = "/partnerships/" + our("partnership") + "/exchanges";

        ok(post("ines", path, "{\"channel\": \"MAIL\", \"on\": \"2025-04-01\"}", "animateur"));
        assertThat(lastActor()).isEqualTo(our("ines"));
        ok(post("payroll", "/time-entries", in(ENTRY, ours), "integration"));
        assertThat(lastActor()).isEqualTo("payroll");
        // What follows from a command is done by whoever sent it.
        var ids = new HashMap<>(ours);
        made(ids, "third", "/projects", "{\"epnId\": \"{epn}\", \"name\": \"Jouer\", \"duration\": \"ONE_OFF\"}");
        made(ids, "partnership", "/partnerships", """
            {"epnId": "{epn}", "projectId": "{third}", "partnerIds": ["{other}"], "pilotId": "{claire}", "ourBenefits": [],
             "theirBenefits": []}
            """);
        made(ids, "convention", "/conventions", """
            {"partnershipId": "{partnership}", "clauses": {}, "draftedBy": "{epn}"}
            """);
        var events = events();
        ok(post(
                "claire",
                in("/partnerships/{partnership}/partners", ids),
                in("{\"partnerId\": \"{partner}\"}", ids),
                "responsable"));
        assertThat(events()).isEqualTo(events + 2);
        assertThat(actors(2)).containsOnly(our("claire"));
    }

    @Test
    void a_revocation_at_another_node_holds_after_a_second_and_a_grant_at_once() {
        var now = new AtomicLong(-5);
        var node = new Access(api.part(Ledger.class), api.part(Look.class), now::getAndIncrement);
        grant("traveller", "ANIMATEUR", null);
        assertThatNoException().isThrownBy(() -> enter(node, "traveller"));
        ok(admin(
                "/epns/" + our("epn") + "/access-revocations", "{\"subject\": \"traveller\", \"reason\": \"départ\"}"));

        now.addAndGet(Access.STALENESS.toNanos() - 1_000);
        assertThatNoException().isThrownBy(() -> enter(node, "traveller"));
        now.addAndGet(2_000);
        assertThatExceptionOfType(UnknownTarget.class).isThrownBy(() -> enter(node, "traveller"));

        grant("traveller", "AUDITEUR", null);
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> enter(node, "traveller"));
        grant("traveller", "ANIMATEUR", null);
        assertThatNoException().isThrownBy(() -> enter(node, "traveller"));
    }

    private static void enter(Access node, String subject) {
        var roles = Set.of(AccessRole.ANIMATEUR, AccessRole.AUDITEUR);
        var caller = new Caller(new Subject(subject), subject, roles, null);
        node.enter(
                new EpnId(UUID.fromString(our("epn"))),
                UnknownTarget::new,
                new Ask(caller, Set.of(AccessRole.ANIMATEUR)));
    }

    private static void made(Map<String, String> ids, String kind, String path, String body) {
        var answer = admin(path, in(body, ids));
        ok(answer);
        ids.put(kind, answer.id());
    }

    private static String our(String kind) {
        return Objects.requireNonNull(ours.get(kind), kind);
    }

    private static void grant(String subject, String role, @Nullable String personId) {
        ok(admin("/epns/" + our("epn") + "/access-grants", """
            {"subject": "%s", "roles": ["%s"]%s}
            """.formatted(
                        subject, role, personId == null ? "" : ", \"personId\": \"" + personId + "\"")));
    }

    private static Answer admin(String path, String body) {
        return api.post(path, body);
    }

    private static Answer post(String subject, String path, String body, String role, String... headers) {
        var all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Authorization";
        all[1] = Identity.bearer(subject, role);
        return api.post(path, body, all);
    }

    private static String in(String text, Map<String, String> ids) {
        var filled = text;
        for (var id : ids.entrySet()) {
            filled = filled.replace("{" + id.getKey() + "}", id.getValue());
        }
        return filled;
    }

    private static String comparable(Answer answer) {
        var body = ((ObjectNode) answer.body()).deepCopy();
        assertThat(body.remove("traceId")).isNotNull();
        return answer.status() + " " + body;
    }

    private static void ok(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isIn(200, 201);
    }

    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.status() + " " + answer.code())
                .as(answer.body().toString())
                .isEqualTo(status + " " + code);
    }

    private static long events() {
        return api.database()
                .sql("select count(*) from ledger.event")
                .query(Long.class)
                .single();
    }

    private static String lastActor() {
        return actors(1).getFirst();
    }

    private static List<String> actors(int latest) {
        return api.database()
                .sql("select convert_from(metadata, 'UTF8')::jsonb ->> 'actor' from ledger.event order by position"
                        + " desc limit ?")
                .param(latest)
                .query(String.class)
                .list();
    }
}

package org.maillage.infra;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.access.AccessTable;
import org.maillage.kernel.servers.TokenIssuer;
import org.maillage.kernel.wire.ConsistencyToken;
import org.maillage.kernel.wire.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every endpoint is asked by every role, about their own centre, about another one, after their access was revoked, and by nobody;
 * the answers are held against the one table of roles. What is not theirs must look like what does not exist.
 */
class AccessTest {

    private static final JsonMapper MAPPER = Json.mapper().build();

    /** Asked about no centre: the role in any centre opens them. */
    private static final Set<String> OF_NO_CENTRE = Set.of(
            "POST /epns",
            "GET /epns",
            "GET /ledger/as-of",
            "GET /ledger/checkpoints",
            "GET /ledger/consistency",
            "GET /ledger/inclusion",
            "GET /ledger/key");

    /** What would take from the others what they need is asked last. */
    private static final Set<String> LAST =
            Set.of("POST /persons/{id}/erasure", "POST /partners/{id}/merger", "POST /epns/{id}/access-revocations");

    @TempDir
    private Path dataDir;

    @Test
    void every_endpoint_opens_to_the_roles_of_the_table_in_their_own_centre_and_to_nobody_else() throws Exception {
        try (var issuer = TokenIssuer.start();
                var platform = PlatformProcess.start(dataDir, Map.of("MAILLAGE_ISSUER", issuer.issuer()))
                        .awaitReady();
                var http = HttpClient.newHttpClient()) {
            var trial = new Trial(new Door(http, platform.http()), issuer);
            trial.run();
            assertThat(trial.faults).isEmpty();
            assertThat(trial.asked).isEqualTo(AccessTable.rows().size());
        }
    }

    /** What came back, without what differs each time. */
    private record Answer(int status, String body, @Nullable String token) {

        private String code() {
            return json().path("code").asString("");
        }

        private JsonNode json() {
            return body.startsWith("{") ? MAPPER.readTree(body) : MAPPER.createObjectNode();
        }

        private String comparable() {
            var json = json();
            if (json instanceof ObjectNode object) {
                object.remove("traceId");
            }
            return status + " " + json;
        }
    }

    private static final class Door {

        private final HttpClient http;
        private final String root;
        private @Nullable String latest;

        Door(HttpClient http, String root) {
            this.http = http;
            this.root = root;
        }

        Answer ask(Call call, @Nullable String bearer) throws IOException, InterruptedException {
            var request = HttpRequest.newBuilder(URI.create(root + call.path()));
            if (call.method().equals("POST")) {
                request.header("Content-Type", call.mediaType()).POST(BodyPublishers.ofByteArray(call.body()));
            }
            if (bearer != null) {
                request.header("Authorization", "Bearer " + bearer);
            }
            if (latest != null) {
                request.header(ConsistencyToken.HEADER, latest);
            }
            var response = http.send(request.build(), BodyHandlers.ofString());
            response.headers().firstValue(ConsistencyToken.HEADER).ifPresent(token -> latest = token);
            return new Answer(response.statusCode(), response.body(), latest);
        }
    }

    private record Call(String method, String path, String mediaType, byte[] body) {}

    /** A centre with one of everything, or the ids of one that does not exist. */
    private record Centre(Map<String, String> ids) {

        static Centre unknown() {
            var ids = new HashMap<String, String>();
            KINDS.forEach(kind -> ids.put(kind, UUID.randomUUID().toString()));
            ids.put("document", "0".repeat(64));
            return new Centre(ids);
        }

        String id(String kind) {
            return Objects.requireNonNull(ids.get(kind), kind);
        }
    }

    private static final List<String> KINDS = List.of(
            "epn",
            "person",
            "victim",
            "partner",
            "double",
            "project",
            "partnership",
            "convention",
            "session",
            "time-entry",
            "bilan",
            "deliverable",
            "image-consent",
            "date-poll",
            "funding-agreement",
            "event",
            "document");

    private static final class Trial {

        private final Door door;
        private final TokenIssuer issuer;
        private final String administrator;
        private final List<String> faults = new ArrayList<>();
        private int asked;

        Trial(Door door, TokenIssuer issuer) {
            this.door = door;
            this.issuer = issuer;
            this.administrator = issuer.token("the-town", "administrateur");
        }

        void run() throws Exception {
            var contract = MAPPER.readTree(door.ask(new Call("GET", "/openapi.json", "", new byte[0]), null)
                    .body());
            var own = centre("La Passerelle");
            var other = centre("Le Fil");
            for (var role : AccessRole.values()) {
                if (!role.isGranted()) {
                    continue;
                }
                grant(own, subject(role), role);
                grant(own, "former-" + role.claim(), role);
                post("/epns/" + own.id("epn") + "/access-revocations", """
                    {"subject": "former-%s", "reason": "départ"}
                    """.formatted(role.claim()));
            }
            var endpoints = new Endpoints(contract);
            var order = AccessTable.rows().keySet().stream()
                    .sorted((a, b) -> Boolean.compare(LAST.contains(a), LAST.contains(b)))
                    .toList();
            for (var endpoint : order) {
                ask(endpoint, endpoints, own, other);
                asked++;
            }
        }

        private void ask(String endpoint, Endpoints endpoints, Centre own, Centre other) throws Exception {
            var anonymous = door.ask(endpoints.call(endpoint, own), null);
            expect(endpoint, "anonymous", anonymous.status() == 401, anonymous);
            for (var role : AccessRole.values()) {
                var mine = issuer.token(subject(role), role.claim());
                var former = issuer.token("former-" + role.claim(), role.claim());
                if (!AccessTable.opensTo(endpoint).contains(role)) {
                    for (var bearer : List.of(mine, former)) {
                        var shut = door.ask(endpoints.call(endpoint, own), bearer);
                        expect(endpoint, role + " has not the role", shut.status() == 403, shut);
                    }
                    continue;
                }
                var nothing = door.ask(endpoints.call(endpoint, Centre.unknown()), mine);
                var ofNoCentre = OF_NO_CENTRE.contains(endpoint) || endpoint.contains(" /operations/");
                if (!ofNoCentre) {
                    var foreign = door.ask(endpoints.call(endpoint, other), mine);
                    expect(
                            endpoint,
                            role + " in another centre, where nothing should be: " + nothing,
                            foreign.comparable().equals(nothing.comparable()) && isNothing(foreign),
                            foreign);
                    var formerly = door.ask(endpoints.call(endpoint, own), former);
                    expect(
                            endpoint,
                            "revoked " + role + ", for whom nothing should be: " + nothing,
                            formerly.comparable().equals(nothing.comparable()) && isNothing(formerly),
                            formerly);
                }
                var answer = door.ask(endpoints.call(endpoint, own), mine);
                expect(
                        endpoint,
                        role + " in their own centre",
                        ofNoCentre ? answer.status() != 401 && answer.status() != 403 : opens(answer, nothing),
                        answer);
                other.ids()
                        .forEach((kind, id) -> expect(
                                endpoint,
                                role + " reads a " + kind + " of another centre",
                                kind.equals("document") || !answer.body().contains(id),
                                answer));
            }
        }

        /** 422 would say that the request itself was wrong, and prove nothing; a part may be missing, under a code of its own. */
        private static boolean opens(Answer answer, Answer nothing) {
            return answer.status() < 300
                    || answer.status() == 409
                    || (answer.status() == 404 && !answer.code().equals(nothing.code()));
        }

        /** Not there; a command may also name what a part of another thing is, which is told by a code of its own. */
        private static boolean isNothing(Answer answer) {
            return answer.status() == 404
                    || (answer.status() == 409 && answer.code().startsWith("unknown-"));
        }

        private void expect(String endpoint, String situation, boolean holds, Answer answer) {
            if (!holds) {
                faults.add(endpoint + ", " + situation + ": " + answer.status() + " "
                        + answer.body().substring(0, Math.min(300, answer.body().length())));
            }
        }

        private static String subject(AccessRole role) {
            return "current-" + role.claim();
        }

        private void grant(Centre centre, String subject, AccessRole role) throws Exception {
            post("/epns/" + centre.id("epn") + "/access-grants", """
                {"subject": "%s", "roles": ["%s"], "personId": "%s", "partnerId": "%s"}
                """.formatted(
                            subject, role, centre.id("person"), centre.id("partner")));
        }

        private Centre centre(String name) throws Exception {
            var ids = new HashMap<String, String>();
            var epn = created(ids, "epn", "/epns", """
                {"name": "%s", "legalForm": "ASSOCIATION", "communeCode": "49007", "missions": ["lire"], "audiences": ["jeunes"]}
                """.formatted(name));
            var person = created(ids, "person", "/persons", """
                {"epnId": "%s", "fullName": "Claire Besnard"}
                """.formatted(epn));
            created(ids, "victim", "/persons", """
                {"epnId": "%s", "fullName": "Fatou Sall"}
                """.formatted(epn));
            var partner = partner(ids, "partner", epn, "Lire Ensemble");
            partner(ids, "double", epn, "Lire ensemble");
            var project = created(ids, "project", "/projects", """
                {"epnId": "%s", "name": "Lire", "duration": "LONG_RUNNING"}
                """.formatted(epn));
            post("/projects/" + project + "/image-contexts", """
                {"contexts": ["texte"]}
                """);
            var partnership =
                    created(ids, "partnership", "/partnerships", """
                        {"epnId": "%s", "projectId": "%s", "partnerIds": ["%s"], "pilotId": "%s", "ourBenefits": [], "theirBenefits": ["a"]}
                        """.formatted(epn, project, partner, person));
            post("/partnerships/" + partnership + "/negotiation", "{}");
            created(ids, "convention", "/conventions", """
                {"partnershipId": "%s", "clauses": {}, "draftedBy": "%s"}
                """.formatted(partnership, epn));
            post("/partnerships/" + partnership + "/agreement-without-convention", """
                {"reason": "essai"}
                """);
            post("/partnerships/" + partnership + "/start", """
                {"startedOn": "2025-01-10"}
                """);
            created(ids, "session", "/sessions", """
                {"partnershipId": "%s", "startsAt": "2025-02-01T14:00:00Z", "minutes": 60, "roster": ["%s"]}
                """.formatted(partnership, person));
            created(ids, "time-entry", "/time-entries", """
                {"personId": "%s", "partnershipId": "%s", "phase": "DELIVERY", "day": "2025-02-01", "minutes": 60}
                """.formatted(person, partnership));
            created(ids, "bilan", "/bilans", """
                {"partnershipId": "%s", "narrative": "bien"}
                """.formatted(partnership));
            created(ids, "deliverable", "/deliverables", """
                {"partnershipId": "%s", "title": "Film", "medium": "MOVING", "depicts": []}
                """.formatted(partnership));
            created(ids, "image-consent", "/image-consents", """
                {"projectId": "%s", "personId": "%s"}
                """.formatted(project, person));
            created(ids, "date-poll", "/date-polls", """
                {"partnershipId": "%s", "question": "Quand ?", "options": ["2025-09-02T16:00:00Z", "2025-09-04T16:00:00Z"]}
                """.formatted(partnership));
            created(ids, "funding-agreement", "/funding-agreements", """
                {"epnId": "%s", "funder": "Ville", "missions": ["danser"], "exclusive": false, "from": "2025-01-01"}
                """.formatted(epn));
            var stored = done(door.ask(
                    new Call(
                            "POST",
                            "/documents?epnId=" + epn,
                            "text/plain",
                            ("Dossier de " + name).getBytes(StandardCharsets.UTF_8)),
                    administrator));
            ids.put("document", stored.json().path("sha256").asString());
            post("/persons/" + person + "/photo", PHOTO);
            var history = done(door.ask(
                    new Call("GET", "/api/v1/partnerships/" + partnership + "/history", "", new byte[0]),
                    administrator));
            ids.put("event", history.json().at("/items/0/eventId").asString());
            return new Centre(Map.copyOf(ids));
        }

        private String partner(Map<String, String> ids, String kind, String epn, String name) throws Exception {
            return created(ids, kind, "/partners", """
                {"epnId": "%s", "name": "%s", "kind": "ASSOCIATION"}
                """.formatted(epn, name));
        }

        private String created(Map<String, String> ids, String kind, String path, String json) throws Exception {
            var id = post(path, json).json().path("id").asString();
            ids.put(kind, id);
            return id;
        }

        private Answer post(String path, String json) throws Exception {
            return done(door.ask(
                    new Call("POST", "/api/v1" + path, "application/json", json.getBytes(StandardCharsets.UTF_8)),
                    administrator));
        }

        private static Answer done(Answer answer) {
            assertThat(answer.status()).as(answer.body()).isLessThan(300);
            return answer;
        }
    }

    private static final String PHOTO = """
        {"mediaType": "image/png", "content": "%s"}
        """.formatted(Base64.getEncoder()
            .encodeToString(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 0}));

    /** Makes a request of the right form for any endpoint, as the published description says, about things of one centre. */
    private static final class Endpoints {

        /** Where a field that is not required must be there all the same. */
        private static final Map<String, List<String>> ALSO = Map.ofEntries(
                entry("/epns/{id}/hourly-rates", List.of("personId")),
                entry("/partnerships/{id}/time-constraints", List.of("partnerId")),
                entry("/epns/{id}/thresholds", List.of("staleCardDays")),
                entry("/epns/{id}/access-grants", List.of("personId", "partnerId")),
                entry("/sessions/{id}/attendance", List.of("headcount")),
                entry("/time-entries/{id}/corrections", List.of("minutes")),
                entry("/partnerships/{id}/pledge-amendments", List.of("amount")),
                entry("/partnerships/{id}/direct-cost-corrections", List.of("amount")),
                entry("/partnerships/{id}/receipt-corrections", List.of("amount")),
                entry("/partnerships/{id}/proposal-revisions", List.of("missions")),
                entry("/partnerships/{id}/documents", List.of("url")));

        private final JsonNode contract;

        Endpoints(JsonNode contract) {
            this.contract = contract;
        }

        Call call(String endpoint, Centre centre) {
            var method = endpoint.substring(0, endpoint.indexOf(' '));
            var path = endpoint.substring(endpoint.indexOf(' ') + 1);
            var root = path.startsWith("/documents") || path.startsWith("/operations/") ? "" : "/api/v1";
            var described = contract.path("paths").path(root + path).path(method.toLowerCase(Locale.ROOT));
            assertThat(described.isMissingNode())
                    .as(endpoint + " in /openapi.json")
                    .isFalse();
            var address = root
                    + path.replace("{id}", id(path, method, centre))
                            .replace("{sha256}", centre.id("document"))
                            .replace("{name}", "nothing")
                    + query(path, described, centre);
            if (method.equals("GET")) {
                return new Call(method, address, "", new byte[0]);
            }
            var content = described.path("requestBody").path("content");
            if (path.equals("/documents")) {
                return new Call(method, address, "text/plain", "Un dossier".getBytes(StandardCharsets.UTF_8));
            }
            if (path.equals("/partners/imports")) {
                return new Call(
                        method,
                        address,
                        "text/csv",
                        "nom;type\nCafé %s;COMPANY\n"
                                .formatted(UUID.randomUUID())
                                .getBytes(StandardCharsets.UTF_8));
            }
            var schema = content.path("application/json").path("schema");
            var body = schema.isMissingNode() ? MAPPER.createObjectNode() : object(path, schema, centre);
            return new Call(method, address, "application/json", MAPPER.writeValueAsBytes(body));
        }

        private static String id(String path, String method, Centre centre) {
            var first = path.substring(1).split("/")[0];
            var kind = Map.of("persons", "person", "time-entries", "time-entry")
                    .getOrDefault(first, first.substring(0, first.length() - 1));
            if (path.equals("/persons/{id}/erasure")) {
                return centre.id("victim");
            }
            if (path.equals("/partners/{id}/merger")) {
                return centre.id("double");
            }
            return path.contains("{id}") ? centre.id(kind) : "";
        }

        private String query(String path, JsonNode described, Centre centre) {
            var query = described
                    .path("parameters")
                    .valueStream()
                    .map(this::resolved)
                    .filter(parameter -> parameter.path("in").asString("").equals("query"))
                    .filter(parameter -> parameter.path("required").asBoolean(false)
                            || parameter.path("name").asString("").endsWith("Id"))
                    .filter(parameter -> !parameter.path("name").asString("").equals("keyId"))
                    .map(parameter -> parameter.path("name").asString() + "="
                            + parameter(path, parameter.path("name").asString(), parameter, centre))
                    .collect(Collectors.joining("&"));
            return query.isEmpty() ? "" : "?" + query;
        }

        private String parameter(String path, String name, JsonNode parameter, Centre centre) {
            return switch (name) {
                case "at" -> Instant.parse("2025-01-01T00:00:00Z").toString();
                case "from" -> "1";
                case "to" -> "1";
                default -> value(path, name, parameter.path("schema"), centre).asString();
            };
        }

        private ObjectNode object(String path, JsonNode schema, Centre centre) {
            var resolved = resolved(schema);
            var wanted = resolved.path("required")
                    .valueStream()
                    .map(JsonNode::asString)
                    .collect(Collectors.toSet());
            wanted.addAll(ALSO.getOrDefault(path, List.of()));
            var body = MAPPER.createObjectNode();
            new TreeMap<>(resolved.path("properties")
                            .propertyStream()
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                    .forEach((name, property) -> {
                        if (wanted.contains(name)) {
                            body.set(name, value(path, name, property, centre));
                        }
                    });
            return body;
        }

        private JsonNode value(String path, String name, JsonNode property, Centre centre) {
            var json = JsonNodeFactory.instance;
            return switch (name) {
                case "epnId" -> json.stringNode(centre.id("epn"));
                case "projectId" -> json.stringNode(centre.id("project"));
                case "partnershipId" -> json.stringNode(centre.id("partnership"));
                case "partnerId", "toPartnerId", "party", "draftedBy", "into" -> json.stringNode(centre.id("partner"));
                case "partnerIds" -> json.arrayNode().add(centre.id("partner"));
                case "personId", "pilotId", "deciderId", "signatoryId", "contactId" ->
                    json.stringNode(centre.id("person"));
                case "eventId" -> json.stringNode(centre.id("event"));
                case "sessionId" -> json.stringNode(centre.id("session"));
                case "subject" -> json.stringNode("newcomer-" + UUID.randomUUID());
                case "roles" -> json.arrayNode().add("ANIMATEUR");
                case "communeCode" -> json.stringNode("49007");
                case "versionHash" -> json.stringNode("0".repeat(64));
                case "mediaType" -> json.stringNode("image/png");
                case "content" -> MAPPER.readTree(PHOTO).path("content");
                case "url" -> json.stringNode("https://exemple.fr/dossier");
                case "options" -> json.arrayNode().add("2025-09-02T16:00:00Z").add("2025-09-04T16:00:00Z");
                case "chosen", "option" -> json.stringNode("2025-09-02T16:00:00Z");
                case "openings" -> json.arrayNode().add(MAPPER.readTree("""
                    {"day": "MONDAY", "from": "09:00", "until": "12:00"}
                    """));
                case "steps", "roster", "depicts", "lackedBy" -> json.arrayNode();
                case "minutes" -> json.numberNode(30);
                default -> bySchema(path, name, property, centre);
            };
        }

        private JsonNode bySchema(String path, String name, JsonNode property, Centre centre) {
            var json = JsonNodeFactory.instance;
            var schema = resolved(property);
            if (schema.has("enum")) {
                return schema.path("enum").get(0);
            }
            var type = schema.path("type").isArray()
                    ? schema.path("type").get(0).asString()
                    : schema.path("type").asString("object");
            return switch (type) {
                case "boolean" -> json.booleanNode(false);
                case "integer", "number" -> json.numberNode(3);
                case "array" -> json.arrayNode().add(bySchemaOfItem(path, name, schema, centre));
                case "string" ->
                    json.stringNode(
                            switch (schema.path("format").asString("")) {
                                case "uuid" -> UUID.randomUUID().toString();
                                case "date" -> "2025-02-01";
                                case "date-time" -> "2025-02-01T14:00:00Z";
                                default -> "texte";
                            });
                default -> object(path, schema, centre);
            };
        }

        private JsonNode bySchemaOfItem(String path, String name, JsonNode schema, Centre centre) {
            return bySchema(path, name, schema.path("items"), centre);
        }

        private JsonNode resolved(JsonNode node) {
            var reference = node.path("$ref").asString("");
            return reference.isEmpty() ? node : contract.at(reference.substring(1));
        }
    }
}

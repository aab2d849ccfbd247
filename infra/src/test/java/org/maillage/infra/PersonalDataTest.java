package org.maillage.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.infra.demonstration.ApiClient;
import org.maillage.infra.demonstration.ClientTokens;
import org.maillage.infra.demonstration.Tokens;
import org.maillage.infra.issuer.DemoClient;
import tools.jackson.databind.json.JsonMapper;

/** Known names go through the whole platform and are looked for in every byte that it leaves. */
class PersonalDataTest {

    private static final String ERASED = "personne effacée";

    /** A person of whom nothing may be found; the words are such as nobody else would write. */
    private record Known(String fullName, String email, String phone, List<String> words) {

        static final Known ASCII = new Known(
                "Kordelia Vandersmoke",
                "kordelia.vandersmoke@quaxmail.example",
                "0698761234",
                List.of("Kordelia", "Vandersmoke", "vandersmoke@quax", "0698761234"));

        static final Known ACCENTED = new Known(
                "Zoëlle Würzgärtner-Nuñezœuf",
                "zoelle.wurzgartner@éxêmple.fr",
                "+33 6 11 99 88 77",
                List.of("Zoëlle", "Würzgärtner-Nuñezœuf", "zoelle.wurzgartner", "+33 6 11 99 88 77"));
    }

    private static final String IN_THE_PICTURE = "Kopfbildnis-der-Vandersmoke";
    private static final byte[] PICTURE =
            ("\u0089PNG\r\n\u001a\n" + IN_THE_PICTURE).getBytes(StandardCharsets.ISO_8859_1);

    private static NameScan scan() {
        var words = new ArrayList<>(Known.ASCII.words());
        words.addAll(Known.ACCENTED.words());
        words.add(IN_THE_PICTURE);
        return new NameScan(words);
    }

    @TempDir
    private Path directory;

    private final NameScan scan = scan();

    private String epn = "";
    private final List<String> persons = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();

    private Path dataDir() {
        return directory.resolve("data");
    }

    private Tokens tokens() throws IOException {
        var client = JsonMapper.shared().readTree(Files.readString(dataDir().resolve("demo-client.json")));
        return new ClientTokens(new DemoClient(
                URI.create(client.get("tokenUrl").asString()),
                client.get("clientId").asString(),
                client.get("clientSecret").asString()));
    }

    @Test
    void no_byte_names_a_person_and_an_erasure_outlives_every_backup() throws Exception {
        toldAndRead();
        var backup = directory.resolve("backup");
        copy(dataDir(), backup);
        erased();

        // Everything is as it was before, but for the file that lies apart.
        var erasures = Files.readAllBytes(dataDir().resolve("erasures.jsonl"));
        delete(dataDir());
        copy(backup, dataDir());
        assertThat(dataDir().resolve("erasures.jsonl")).isEmptyFile();
        Files.write(dataDir().resolve("erasures.jsonl"), erasures);
        restored();
    }

    private void toldAndRead() throws Exception {
        try (var platform = PlatformProcess.start(dataDir(), Map.of()).awaitReady();
                var api = new ApiClient(platform.http(), tokens(), "told")) {
            tell(api);
            mistype(api);
            // Else nothing would be proven: the answers name everybody, in clear.
            assertThat(scan.in(answers(platform)).stream().filter(found -> found.endsWith("(UTF-8)")))
                    .containsExactlyInAnyOrderElementsOf(everyWord());
            assertThatNobodyIsNamedBehindTheDoors(platform);
            assertThat(platform.terminate()).isEqualTo(143);
        }
    }

    private void erased() throws Exception {
        PlatformProcess ended;
        try (var platform = PlatformProcess.start(dataDir(), Map.of()).awaitReady();
                var api = new ApiClient(platform.http(), tokens(), "erased")) {
            ended = platform;
            for (var person : persons) {
                api.post("/persons/" + person + "/erasure", "{\"reason\": \"à sa demande\"}");
            }
            assertThat(api.post("/persons/" + persons.getFirst() + "/erasure", "{\"reason\": \"encore\"}")
                            .status())
                    .isEqualTo(200);

            await().untilAsserted(() -> assertThat(scan.in(answers(platform))).isEmpty());
            assertThat(new String(answers(platform), UTF_8)).contains(ERASED);
            assertThatNobodyIsNamedBehindTheDoors(platform);
            assertThat(platform.terminate()).isEqualTo(143);
        }
        assertThat(scan.below(dataDir())).isEmpty();
        assertThat(scan.in(String.join("\n", ended.output()) + String.join("\n", ended.errors())))
                .isEmpty();
        assertThat(Files.readAllLines(dataDir().resolve("erasures.jsonl")))
                .extracting(line -> line.replaceAll(".*\"person\":\"([^\"]+)\".*", "$1"))
                .containsExactlyElementsOf(persons);
    }

    private void restored() throws Exception {
        try (var platform = PlatformProcess.start(dataDir(), Map.of()).awaitReady();
                var api = new ApiClient(platform.http(), tokens(), "restored")) {
            // From the first answer on.
            var answers = answers(platform);
            assertThat(scan.in(answers)).isEmpty();
            assertThat(new String(answers, UTF_8)).contains(ERASED);
            assertThat(api.tryPost("/persons/" + persons.getFirst() + "/revisions", "{\"fullName\": \"Encore Moi\"}")
                            .text("code"))
                    .isEqualTo("person-is-erased");
            try (var connection = superuser(platform)) {
                assertThat(rows(connection, "vault", "person_key")).noneMatch(row -> row.contains("\\x"));
                await().untilAsserted(() -> assertThat(rows(connection, "intake", "person_key"))
                        .hasSizeGreaterThanOrEqualTo(2)
                        .noneMatch(row -> row.contains("\\x")));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "Base64", "JSON", "hex"})
    void a_name_in_a_file_would_be_found(String form) throws IOException {
        var name = Known.ACCENTED.fullName();
        var planted = switch (form) {
            case "Base64" ->
                Base64.getEncoder()
                        .encodeToString(("x" + name + "y").getBytes(UTF_8))
                        .getBytes(UTF_8);
            case "JSON" ->
                "{\"fullName\":\"Zo\\u00eblle W\\u00fcrzg\\u00e4rtner-Nu\\u00f1ez\\u0153uf\"}".getBytes(UTF_8);
            case "hex" -> HexFormat.of().formatHex(name.getBytes(UTF_8)).getBytes(UTF_8);
            default -> name.getBytes(Charset.forName(form));
        };
        var padded = new byte[(1 << 20) + planted.length];
        // Over the edge of what is read at once.
        System.arraycopy(planted, 0, padded, (1 << 20) - planted.length / 2, planted.length);
        Files.createDirectories(dataDir().resolve("some/where"));
        Files.write(dataDir().resolve("some/where/file"), padded);

        assertThat(scan.below(dataDir())).isNotEmpty().allMatch(found -> found.startsWith("some/where/file: "));
    }

    private List<String> everyWord() {
        return Stream.of(Known.ASCII.words(), Known.ACCENTED.words(), List.of(IN_THE_PICTURE))
                .flatMap(List::stream)
                .map(word -> word + " (UTF-8)")
                .toList();
    }

    /** Everywhere where a person can be named, both are. */
    private void tell(ApiClient api) {
        epn = api.post("/epns", """
            {"name": "La Passerelle", "legalForm": "ASSOCIATION", "communeCode": "49007", "missions": ["Accueil"],
             "audiences": []}
            """).text("id");
        for (var known : List.of(Known.ASCII, Known.ACCENTED)) {
            persons.add(api.post("/persons", """
                {"epnId": "%s", "fullName": "Quelqu’un d’autre", "email": "%s"}
                """.formatted(epn, known.email())).text("id"));
            api.post("/persons/" + persons.getLast() + "/revisions", """
                {"fullName": "%s", "email": "%s", "phone": "%s"}
                """.formatted(
                            known.fullName(), known.email(), known.phone()));
            api.post("/persons/" + persons.getLast() + "/photo", """
                {"mediaType": "image/png", "content": "%s"}
                """.formatted(
                            Base64.getEncoder().encodeToString(PICTURE)));
        }
        var first = persons.getFirst();
        var second = persons.getLast();
        api.post("/epns/" + epn + "/staff", "{\"personId\": \"%s\", \"role\": \"animatrice\"}".formatted(first));
        var partner = api.post("/partners", """
            {"epnId": "%s", "name": "Lire Ensemble", "kind": "ASSOCIATION"}
            """.formatted(epn)).text("id");
        var project = api.post("/projects", """
            {"epnId": "%s", "name": "Atelier", "duration": "ONE_OFF"}
            """.formatted(epn)).text("id");
        for (var person : persons) {
            api.post("/partners/" + partner + "/contacts", """
                {"personId": "%s", "role": "présidente"}
                """.formatted(person));
            api.post("/partners/" + partner + "/exchanges", """
                {"channel": "PHONE", "on": "2026-01-05", "note": "Un appel", "contactId": "%s"}
                """.formatted(person));
        }
        var partnership = api.post("/partnerships", """
            {"epnId": "%s", "projectId": "%s", "partnerIds": ["%s"], "pilotId": "%s", "ourBenefits": ["a"],
             "theirBenefits": ["b"]}
            """.formatted(epn, project, partner, first))
                .text("id");
        api.post("/partnerships/" + partnership + "/negotiation", "{}");
        api.post("/partnerships/" + partnership + "/agreement-without-convention", "{\"reason\": \"simple\"}");
        var session =
                api.post("/sessions", """
                    {"partnershipId": "%s", "startsAt": "2026-01-06T14:00:00Z", "minutes": 60, "roster": ["%s", "%s"]}
                    """.formatted(partnership, first, second)).text("id");
        api.post("/sessions/" + session + "/held", "{}");
        api.post("/sessions/" + session + "/attendance", """
            {"entries": [{"personId": "%s", "status": "PRESENT"}, {"personId": "%s", "status": "EXCUSED"}]}
            """.formatted(first, second));
        api.post("/projects/" + project + "/image-contexts", "{\"contexts\": [\"site web\"]}");
        var consent =
                api.post("/image-consents", """
                    {"projectId": "%s", "personId": "%s"}
                    """.formatted(project, second)).text("id");
        api.post("/image-consents/" + consent + "/grant", """
            {"media": ["STILL"], "users": ["EPN"], "contexts": ["site web"], "signedOn": "2026-01-06"}
            """);
        api.post("/time-entries", """
            {"personId": "%s", "role": "animatrice", "partnershipId": "%s", "phase": "DELIVERY", "day": "2026-01-06",
             "minutes": 60}
            """.formatted(first, partnership));
        for (var person : persons) {
            paths.addAll(List.of(
                    "/persons/" + person,
                    "/persons/" + person + "/photo",
                    "/persons/" + person + "/access-export",
                    "/persons/" + person + "/access-export?html"));
        }
        paths.addAll(List.of(
                "/persons?epnId=" + epn,
                "/partners/" + partner,
                "/partners?epnId=" + epn,
                "/partners/trombinoscope?epnId=" + epn,
                "/partners/" + partner + "/history",
                "/partnerships/" + partnership + "/history",
                "/partnerships/" + partnership + "/time-cost",
                "/image-consents?projectId=" + project,
                "/compliance?epnId=" + epn,
                "/pipeline?epnId=" + epn,
                "/agenda.ics?epnId=" + epn,
                "/persons/erasures-due?epnId=" + epn + "&asOf=2035-01-01T00:00:00Z",
                "/partners?epnId=" + epn + "&q="
                        + URLEncoder.encode(Known.ACCENTED.words().get(1), UTF_8)));
    }

    /** Names where they are refused: no log tells what somebody typed. */
    private void mistype(ApiClient api) {
        var name = Known.ACCENTED.fullName();
        assertThat(api.tryPost("/persons", "{\"epnId\": \"%s\", \"fulName\": \"%s\"}".formatted(epn, name))
                        .status())
                .isEqualTo(422);
        assertThat(api.tryPost("/persons", "{\"epnId\": \"%s\", \"fullName\": \"%s".formatted(epn, name))
                        .status())
                .isEqualTo(400);
        assertThat(api.tryPost("/persons", """
            {"epnId": "%s", "fullName": "%s", "email": "%s %s"}
            """.formatted(epn, name, name, name)).status())
                .isEqualTo(422);
        assertThat(api.tryPost("/persons/" + URLEncoder.encode(name, UTF_8) + "/revisions", "{}")
                        .status())
                .isBetween(400, 499);
        assertThat(api.tryGet("/persons/" + persons.getFirst() + "?asOf=" + URLEncoder.encode(name, UTF_8))
                        .status())
                .isEqualTo(400);
    }

    /** All answers, one after the other, as they went over the wire. */
    private byte[] answers(PlatformProcess platform) throws IOException, InterruptedException {
        var all = new ByteArrayOutputStream();
        var token = tokens().token();
        try (var client = HttpClient.newHttpClient()) {
            for (var path : paths) {
                var request = HttpRequest.newBuilder(
                                URI.create(platform.http() + "/api/v1" + path.replace("?html", "")))
                        .header("Authorization", "Bearer " + token)
                        .header("Accept", path.endsWith("?html") ? "text/html" : "*/*")
                        .build();
                var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                assertThat(answer.statusCode()).as(path).isIn(200, 404);
                all.write(answer.body());
            }
        }
        return all.toByteArray();
    }

    /** Tables, topics, files and what the platform says while it runs. */
    private void assertThatNobodyIsNamedBehindTheDoors(PlatformProcess platform) throws Exception {
        try (var connection = superuser(platform)) {
            for (var table : tables(connection)) {
                for (var row : rows(connection, table[0], table[1])) {
                    assertThat(scan.in(row)).as("%s.%s", table[0], table[1]).isEmpty();
                }
            }
            try (var statement = connection.createStatement()) {
                statement.execute("checkpoint");
            }
        }
        assertThat(inTopics(platform.kafka())).isEmpty();
        assertThat(scan.below(dataDir())).isEmpty();
        assertThat(scan.in(String.join("\n", platform.output()) + String.join("\n", platform.errors())))
                .isEmpty();
    }

    private TreeSet<String> inTopics(String bootstrap) {
        var found = new TreeSet<String>();
        var settings = Map.<String, Object>of("bootstrap.servers", bootstrap, "isolation.level", "read_uncommitted");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            assertThat(partitions).hasSizeGreaterThan(13);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            long records = 0;
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    records++;
                    found.addAll(scan.in(record.key() == null ? new byte[0] : record.key()));
                    found.addAll(scan.in(record.value() == null ? new byte[0] : record.value()));
                    record.headers().forEach(header -> found.addAll(scan.in(header.value())));
                }
            }
            assertThat(records).isGreaterThan(20);
        }
        return found;
    }

    private static Connection superuser(PlatformProcess platform) throws SQLException, IOException {
        var properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", platform.superuserPassword());
        return DriverManager.getConnection(platform.database(), properties);
    }

    private static List<String[]> tables(Connection connection) throws SQLException {
        var tables = new ArrayList<String[]>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                    select schemaname, tablename from pg_tables
                    where schemaname not in ('pg_catalog', 'information_schema') order by 1, 2
                    """)) {
            while (rows.next()) {
                tables.add(new String[] {rows.getString(1), rows.getString(2)});
            }
        }
        assertThat(tables)
                .extracting(table -> table[0])
                .contains("ledger", "vault", "intake", "reads", "person_data_v1");
        return tables;
    }

    private static List<String> rows(Connection connection, String schema, String table) throws SQLException {
        var texts = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select t::text from \"" + schema + "\".\"" + table + "\" t")) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                var made = to.resolve(from.relativize(visited));
                Files.createDirectories(made);
                Files.setPosixFilePermissions(made, Files.getPosixFilePermissions(visited));
                own(visited, made);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                var copied = to.resolve(from.relativize(file));
                Files.copy(file, copied, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
                if (!attributes.isSymbolicLink()) {
                    own(file, copied);
                }
                return FileVisitResult.CONTINUE;
            }

            /** PostgreSQL runs as nobody special and reads nothing that is not its own. */
            private void own(Path original, Path copied) throws IOException {
                var owner = Files.getOwner(original);
                if (!owner.equals(Files.getOwner(copied))) {
                    Files.setOwner(copied, owner);
                }
            }
        });
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failed) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

package org.maillage.command.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.command.CommandSide;
import org.maillage.command.Identity;
import org.maillage.command.UnknownReference.UnknownFile;
import org.maillage.kernel.document.StoredFile;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.servers.TestServers;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files in and out of the whole command side, over HTTP. */
class DocumentsTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String UNKNOWN = "0".repeat(64);

    private static ConfigurableApplicationContext side;
    private static EpnId epn;

    @BeforeAll
    static void start(@TempDir Path directory) {
        var database = TestServers.freshDatabase();
        MasterKey.readOrCreate(directory.resolve("master.key"));
        side = new SpringApplicationBuilder(CommandSide.class)
                .run(
                        "--server.port=0",
                        Identity.setting(),
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.user(),
                        "--spring.datasource.password=" + database.password(),
                        "--spring.kafka.bootstrap-servers="
                                + TestServers.kafka().bootstrap(),
                        "--maillage.data-dir=" + directory,
                        "--maillage.master-key-file=" + directory.resolve("master.key"));
        epn = centre(Identity.bearer());
    }

    @AfterAll
    static void stop() {
        side.close();
    }

    private static EpnId centre(String bearer) {
        var answer = send(request("/api/v1/epns")
                .setHeader("Authorization", bearer)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("""
                    {"name": "La Passerelle", "legalForm": "ASSOCIATION", "communeCode": "49007", "missions": [], "audiences": []}
                    """)));
        return new EpnId(UUID.fromString(json(answer).path("id").asString()));
    }

    @Test
    void a_file_lies_under_what_it_contains() {
        var bytes = "%PDF-1.7 une affiche".getBytes(UTF_8);

        var answer = post("application/pdf", bytes);

        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(201);
        var sha256 = StoredFiles.addressOf(bytes);
        assertThat(text(answer))
                .isEqualTo("{\"sha256\":\"%s\",\"mediaType\":\"application/pdf\",\"size\":%d}"
                        .formatted(sha256, bytes.length));
        assertThat(header(answer, "Location")).isEqualTo("/documents/" + sha256);
        var read = get(header(answer, "Location"));
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(bytes);
        assertThat(header(read, "Content-Type")).isEqualTo("application/pdf");
        assertThat(header(read, "Content-Length")).isEqualTo(String.valueOf(bytes.length));
    }

    @Test
    void the_same_bytes_are_stored_once_and_keep_their_first_type() {
        var bytes = "nom;prix\nécran;12\n".getBytes(UTF_8);
        var first = post("text/csv", bytes);

        var again = post("text/plain; charset=utf-8", bytes);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(text(again)).isEqualTo(text(first)).contains("text/csv");
        assertThat(header(again, "Location")).isEqualTo(header(first, "Location"));
        assertThat(rowsOf(StoredFiles.addressOf(bytes))).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void each_type_is_told_by_its_first_bytes(FileType type) {
        var bytes = sample(type);

        assertThat(post(type.mediaType(), bytes).statusCode()).isIn(200, 201);
        var other = bytes.clone();
        other[0] = 0;
        invalid(post(type.mediaType(), other), "Le contenu du fichier n’est pas celui du type annoncé.");
    }

    @Test
    void a_short_file_is_no_image() {
        invalid(post("image/webp", "RIFF".getBytes(UTF_8)), "n’est pas celui du type annoncé");
        invalid(post("image/png", new byte[] {(byte) 0x89}), "n’est pas celui du type annoncé");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c3", "6100", "1b5b41", "7f", "c285"})
    void a_text_is_utf_8_and_holds_no_control_characters(String hex) {
        invalid(post("text/plain", HexFormat.of().parseHex(hex)), "n’est pas celui du type annoncé");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "image/svg+xml",
                "application/json",
                "application/zip",
                "application/octet-stream",
                "text/plain;charset=ISO-8859-1",
                "pdf"
            })
    void other_types_are_refused(String type) {
        refused(post(type, "<b>bonjour</b>".getBytes(UTF_8)), 415, "unsupported-media-type");
    }

    @Test
    void what_does_not_say_its_type_is_refused() {
        refused(
                send(request("/documents?epnId=" + epn).POST(BodyPublishers.ofString("bonjour"))),
                415,
                "unsupported-media-type");
    }

    @Test
    void nothing_is_no_file() {
        invalid(post("text/plain", new byte[0]), "Le fichier est vide.");
    }

    @Test
    void a_file_has_a_largest_size() {
        var largest = new byte[1 << 20];
        Arrays.fill(largest, (byte) 'a');

        assertThat(post("text/plain", largest).statusCode()).isEqualTo(201);
        refused(post("text/plain", Arrays.copyOf(largest, largest.length + 1)), 413, "body-too-large");
    }

    @Test
    void a_browser_saves_a_file_and_runs_nothing_of_it() {
        var answer = get(stored("<script>alert(1)</script>") + "?name=bonjour.html");

        assertThat(header(answer, "Content-Disposition"))
                .isEqualTo("attachment; filename=\"bonjour.html.txt\"; filename*=UTF-8''bonjour.html.txt");
        assertThat(header(answer, "Content-Type")).isEqualTo("text/plain;charset=UTF-8");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
        assertThat(header(answer, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(header(answer, "Cache-Control")).isEqualTo("max-age=31536000, private, immutable");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Arrêté d’élu n° 3.TXT     | Arrete d_elu n_ 3.TXT | Arr%C3%AAt%C3%A9%20d%E2%80%99%C3%A9lu%20n%C2%B0%203.TXT
        ../../etc/passwd          | _.._etc_passwd.txt    | _.._etc_passwd.txt
        C:\\secret.txt            | C_secret.txt          | C_secret.txt
        a"; filename="b.exe       | a_; filename=_b.exe.txt | a_%3B%20filename%3D_b.exe.txt
        100 %.txt                 | 100 _.txt             | 100%20%25.txt
        ...                       | document.txt          | document.txt
        """)
    void a_name_is_made_harmless(String name, String ascii, String encoded) {
        var answer = get(stored("bonjour") + "?name=" + URLEncoder.encode(name, UTF_8));

        assertThat(header(answer, "Content-Disposition"))
                .isEqualTo("attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded);
    }

    @Test
    void a_name_cannot_add_a_header_nor_hide_its_ending() {
        var answer = get(stored("bonjour") + "?name=a%0D%0ASet-Cookie:x%3Dy%E2%80%AEtxt.exe");

        assertThat(header(answer, "Content-Disposition"))
                .isEqualTo("attachment; filename=\"aSet-Cookie_x=ytxt.exe.txt\";"
                        + " filename*=UTF-8''aSet-Cookie_x%3Dytxt.exe.txt");
        assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
    }

    @Test
    void a_name_has_a_largest_length_and_a_file_without_one_is_a_document() {
        assertThat(Attachment.named("é".repeat(300), FileType.PDF))
                .contains("filename=\"" + "e".repeat(200) + ".pdf\"");
        assertThat(Attachment.named(null, FileType.JPEG)).contains("filename=\"document.jpg\"");
        assertThat(Attachment.named("chat.JPEG", FileType.JPEG)).contains("filename=\"chat.JPEG\"");
    }

    @Test
    void what_one_already_has_is_not_sent_again() {
        var path = stored("déjà lu");
        var tag = header(get(path), "ETag");

        var again = send(request(path).header("If-None-Match", tag));

        assertThat(tag).isEqualTo("\"" + path.substring("/documents/".length()) + "\"");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(send(request(path).header("If-None-Match", "\"autre\"")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void the_head_of_a_file_is_its_headers() {
        var head = send(request(stored("tête")).method("HEAD", BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length")).isEqualTo("5");
        assertThat(header(head, "Content-Disposition")).startsWith("attachment;");
    }

    @ParameterizedTest
    @ValueSource(strings = {UNKNOWN_PATH, "/documents/nothing", "/documents/%C3%A9"})
    void nothing_lies_under_an_unknown_address(String path) {
        refused(get(path), 404, "unknown-file");
    }

    private static final String UNKNOWN_PATH =
            "/documents/0000000000000000000000000000000000000000000000000000000000000000";

    @Test
    void a_file_is_not_replaced_or_deleted() {
        refused(send(request(stored("pour toujours")).DELETE()), 405, "method-not-allowed");
    }

    @Test
    void a_command_names_a_file_that_was_stored_before() {
        var files = side.getBean(StoredFiles.class);
        var sha256 = stored("compte rendu").substring("/documents/".length());

        assertThat(files.named(new FileBody(sha256, "Compte rendu.txt"), epn))
                .isEqualTo(new StoredFile(sha256, "Compte rendu.txt", "text/plain", 12));
        assertThat(files.named(null, epn)).isNull();
        assertThatExceptionOfType(UnknownFile.class)
                .isThrownBy(() -> files.named(new FileBody(UNKNOWN, "rien.txt"), epn));
        assertThat(files.find(sha256, epn)).isPresent();
        assertThat(files.find("rien", epn)).isEmpty();
    }

    @Test
    void files_have_a_migration_history_of_their_own() {
        assertThat(side.getBean(JdbcClient.class)
                        .sql("select table_name from information_schema.tables where table_schema = 'documents'"
                                + " order by 1")
                        .query(String.class)
                        .list())
                .containsExactly("adoption", "file", "flyway_schema_history", "holder");
    }

    @Test
    void a_file_is_that_of_the_centre_that_stored_it() {
        var bytes = "a;b\n".getBytes(UTF_8);
        post("text/csv", bytes);
        var sha256 = StoredFiles.addressOf(bytes);
        var elsewhere = Identity.bearer("elsewhere", "administrateur");
        var other = centre(elsewhere);

        refused(send(request("/documents/" + sha256).setHeader("Authorization", elsewhere)), 404, "unknown-file");
        assertThatExceptionOfType(UnknownFile.class)
                .isThrownBy(() -> side.getBean(StoredFiles.class).named(new FileBody(sha256, "a.csv"), other));
        refused(post("text/plain", bytes, other), 404, "unknown-epn");
        refused(post("text/plain", bytes, new EpnId(UUID.randomUUID())), 404, "unknown-epn");

        // Whoever stores the same bytes does not learn that somebody had them.
        var stored = send(request("/documents?epnId=" + other)
                .setHeader("Authorization", elsewhere)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofByteArray(bytes)));
        assertThat(stored.statusCode()).isEqualTo(201);
        assertThat(json(stored).path("mediaType").asString()).isEqualTo("text/plain");
        assertThat(rowsOf(sha256)).isEqualTo(1);
        var read = send(request("/documents/" + sha256).setHeader("Authorization", elsewhere));
        assertThat(header(read, "Content-Type")).isEqualTo("text/plain;charset=UTF-8");
        assertThat(header(get("/documents/" + sha256), "Content-Type")).isEqualTo("text/csv;charset=UTF-8");
    }

    @Test
    void a_file_needs_a_centre_and_a_role_in_it() {
        refused(send(request("/documents").POST(BodyPublishers.ofString("bonjour"))), 400, "invalid-parameter");
        var path = stored("lu par d’autres");
        grant("auditor", "AUDITEUR");

        var auditor = Identity.bearer("auditor", "auditeur", "animateur");
        assertThat(send(request(path).setHeader("Authorization", auditor)).statusCode())
                .isEqualTo(200);
        refused(
                send(request("/documents?epnId=" + epn)
                        .setHeader("Authorization", auditor)
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("bonjour"))),
                403,
                "forbidden");
        refused(
                send(request(path).setHeader("Authorization", Identity.bearer("auditor", "partenaire"))),
                403,
                "forbidden");
    }

    private static void grant(String subject, String role) {
        var answer = send(request("/api/v1/epns/" + epn + "/access-grants")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"subject\": \"%s\", \"roles\": [\"%s\"]}".formatted(subject, role))));
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    }

    @Test
    void files_from_before_are_those_of_the_centres_whose_facts_name_them() {
        var named = stored("nommé avant").substring("/documents/".length());
        var unnamed = stored("jamais nommé").substring("/documents/".length());
        var partnership = partnership();
        var attached = send(request("/api/v1/partnerships/" + partnership + "/documents")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("""
                    {"kind": "DOSSIER", "title": "Le dossier", "file": {"sha256": "%s", "name": "dossier.txt"}}
                    """.formatted(named))));
        assertThat(attached.statusCode()).as(text(attached)).isEqualTo(200);
        var sql = side.getBean(JdbcClient.class);
        assertThat(sql.sql("select count(*) from documents.adoption")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        sql.sql("delete from documents.holder where sha256 in (?, ?)")
                .params(HexFormat.of().parseHex(named), HexFormat.of().parseHex(unnamed))
                .update();
        sql.sql("delete from documents.adoption").update();
        refused(get("/documents/" + named), 404, "unknown-file");

        side.getBean(Adoption.class).afterSingletonsInstantiated();

        assertThat(get("/documents/" + named).statusCode()).isEqualTo(200);
        refused(get("/documents/" + unnamed), 404, "unknown-file");
        assertThat(side.getBean(StoredFiles.class).awaitAdoption()).isFalse();
    }

    private static String partnership() {
        var person = created("persons", "{\"epnId\": \"%s\", \"fullName\": \"Camille Martin\"}".formatted(epn));
        var project = created("projects", """
            {"epnId": "%s", "name": "Mémoire du quartier", "duration": "LONG_RUNNING"}
            """.formatted(epn));
        var partner = created("partners", """
            {"epnId": "%s", "name": "Maison de retraite", "kind": "ASSOCIATION"}
            """.formatted(epn));
        return created("partnerships", """
            {"epnId": "%s", "projectId": "%s", "partnerIds": ["%s"], "pilotId": "%s", "ourBenefits": [], "theirBenefits": []}
            """.formatted(epn, project, partner, person));
    }

    private static String created(String path, String body) {
        var answer = send(request("/api/v1/" + path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(201);
        return json(answer).path("id").asString();
    }

    private static byte[] sample(FileType type) {
        return switch (type) {
            case PDF -> "%PDF-1.4".getBytes(UTF_8);
            case PNG -> HexFormat.of().parseHex("89504e470d0a1a0a00");
            case JPEG -> HexFormat.of().parseHex("ffd8ffe0");
            case WEBP -> "RIFF1234WEBPVP8 ".getBytes(UTF_8);
            case TEXT -> "Bonjour\tà tous\r\n".getBytes(UTF_8);
            case CSV -> "a;é\n".getBytes(UTF_8);
            case ODT, ODS, ODP, DOCX, XLSX, PPTX -> HexFormat.of().parseHex("504b030414");
        };
    }

    private static long rowsOf(String sha256) {
        return side.getBean(JdbcClient.class)
                .sql("select count(*) from documents.file where sha256 = ?")
                .param(HexFormat.of().parseHex(sha256))
                .query(Long.class)
                .single();
    }

    /** The path under which a text now lies. */
    private static String stored(String text) {
        return header(post("text/plain", text.getBytes(UTF_8)), "Location");
    }

    private static void invalid(HttpResponse<byte[]> answer, String message) {
        refused(answer, 422, "invalid-request");
        assertThat(json(answer).at("/violations/0/message").asString()).contains(message);
    }

    private static void refused(HttpResponse<byte[]> answer, int status, String code) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
        assertThat(header(answer, "Content-Type")).startsWith("application/problem+json");
        assertThat(json(answer).path("code").asString()).isEqualTo(code);
        assertThat(json(answer).path("traceId").asString()).matches("[0-9a-f]{32}");
    }

    private static HttpResponse<byte[]> post(String type, byte[] bytes) {
        return post(type, bytes, epn);
    }

    private static HttpResponse<byte[]> post(String type, byte[] bytes, EpnId centre) {
        return send(request("/documents?epnId=" + centre)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(bytes)));
    }

    private static HttpResponse<byte[]> get(String path) {
        return send(request(path));
    }

    private static HttpRequest.Builder request(String path) {
        var port = side.getEnvironment().getProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", Identity.bearer());
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }

    private static JsonNode json(HttpResponse<byte[]> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}

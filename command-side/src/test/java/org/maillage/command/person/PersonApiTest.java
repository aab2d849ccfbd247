package org.maillage.command.person;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.command.Api;
import org.maillage.command.Api.Answer;
import org.maillage.command.vault.ErasureLedger;
import org.maillage.command.vault.PersonKeys;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.person.PersonEvent.PersonPhotoSet;
import org.maillage.kernel.person.PersonEvent.PersonRevised;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.wire.RequestReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Persons over HTTP, down to the vault: what is encrypted, and what is left of it after an erasure. */
class PersonApiTest {

    private static final byte[] PNG = "\u0089PNG\r\n\u001a\n....".getBytes(ISO_8859_1);
    private static final String ERASURE = "{\"reason\": \"à sa demande\"}";

    private static Api api;
    private static String centre;
    private static Path files;

    @BeforeAll
    static void start(@TempDir Path directory) {
        files = directory;
        api = Api.start(directory);
        centre = api.centre();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static String register() {
        return api.post("/persons", """
            {"epnId": "%s", "fullName": "Camille Martin", "email": "camille@exemple.fr"}
            """.formatted(centre)).id();
    }

    private static Answer revise(String person, String fullName) {
        return api.post("/persons/" + person + "/revisions", """
            {"fullName": "%s", "email": "camille@exemple.fr"}
            """.formatted(fullName));
    }

    private static Answer portray(String person, String mediaType, byte[] content) {
        return api.post("/persons/" + person + "/photo", """
            {"mediaType": "%s", "content": "%s"}
            """.formatted(
                        mediaType, Base64.getEncoder().encodeToString(content)));
    }

    private static JsonNode lastEvent(String person) {
        return JsonMapper.shared()
                .readTree(api.database()
                        .sql("""
                            select convert_from(payload, 'UTF8') from ledger.event
                            where aggregate_id = ?::uuid order by sequence desc limit 1
                            """)
                        .param(person)
                        .query(String.class)
                        .single());
    }

    private static String clear(String person, Class<? extends PersonEvent> event, String field) {
        var stored = lastEvent(person);
        return api.part(PersonKeys.class)
                .open(new PersonId(UUID.fromString(person)))
                .orElseThrow()
                .decrypt(
                        event,
                        field,
                        stored.path("keyVersion").asInt(),
                        new Ciphertext(stored.path(field).asString()));
    }

    private static boolean hasKey(String person) {
        return api.part(PersonKeys.class)
                .open(new PersonId(UUID.fromString(person)))
                .isPresent();
    }

    @Test
    void a_revision_is_encrypted_under_the_same_key() {
        var person = register();

        var answer = revise(person, "Camille Bernard");

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.body().path("version").asInt()).isEqualTo(1);
        assertThat(lastEvent(person).toString()).doesNotContain("Camille", "exemple");
        assertThat(clear(person, PersonRevised.class, "fullName")).isEqualTo("Camille Bernard");
        assertThat(clear(person, PersonRevised.class, "email")).isEqualTo("camille@exemple.fr");
    }

    @Test
    void a_revision_that_says_the_same_is_no_event() {
        var person = register();

        assertThat(revise(person, "Camille Martin").body().path("version").asInt())
                .isZero();
        revise(person, "Camille Bernard");
        assertThat(revise(person, "Camille Bernard").body().path("version").asInt())
                .isEqualTo(1);
    }

    @Test
    void a_portrait_of_the_largest_size_is_kept_encrypted() {
        var person = register();
        var largest = Arrays.copyOf(PNG, 256 << 10);

        var answer = portray(person, "image/png", largest);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(Base64.getDecoder().decode(clear(person, PersonPhotoSet.class, "photo")))
                .isEqualTo(largest);
    }

    @Test
    void a_portrait_has_a_largest_size() {
        var answer = portray(register(), "image/png", Arrays.copyOf(PNG, (256 << 10) + 1));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.violations()).containsExactly("content: Une photo ne dépasse pas 256 Kio.");
    }

    @Test
    void a_portrait_is_what_it_says_it_is() {
        var answer = portray(register(), "image/jpeg", PNG);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.violations()).containsExactly("content: Ce n’est pas une image du format annoncé.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image/svg+xml | \"AAAA\" | mediaType: Formats acceptés : image/jpeg, image/png, image/webp.",
                "image/png | \"pas du Base64\" | content: Des octets en Base64 sont attendus.",
                "image/png | 3 | content: Un texte est attendu.",
                "image/png | null | content: Ce champ est obligatoire."
            })
    void a_portrait_has_a_form(String mediaType, String content, String violation) {
        var answer = api.post("/persons/" + register() + "/photo", """
            {"mediaType": "%s", "content": %s}
            """.formatted(mediaType, content));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.violations()).containsExactly(violation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"revisions", "photo", "erasure"})
    void nobody_is_there_under_an_unknown_id(String path) {
        var body = switch (path) {
            case "revisions" -> "{\"fullName\": \"Camille\"}";
            case "photo" ->
                "{\"mediaType\": \"image/png\", \"content\": \"%s\"}"
                        .formatted(Base64.getEncoder().encodeToString(PNG));
            default -> ERASURE;
        };

        var answer = api.post("/persons/" + UUID.randomUUID() + "/" + path, body);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("unknown-target");
    }

    @Test
    void an_erasure_destroys_the_key_and_tells_the_feed() {
        var person = register();

        var answer = api.post("/persons/" + person + "/erasure", ERASURE);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(hasKey(person)).isFalse();
        await().until(() ->
                api.part(PersonKeys.class).unpublishedErasures(1_000).isEmpty());
        assertThat(api.post("/persons/" + person + "/erasure", ERASURE)
                        .body()
                        .path("version")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void nothing_more_is_recorded_of_somebody_erased() {
        var person = register();
        api.post("/persons/" + person + "/erasure", ERASURE);

        for (var answer : new Answer[] {revise(person, "Camille Bernard"), portray(person, "image/png", PNG)}) {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("person-is-erased");
        }
        var staff = api.post("/epns/" + centre + "/staff", """
            {"personId": "%s", "role": "animatrice"}
            """.formatted(person));
        assertThat(staff.status()).isEqualTo(404);
        assertThat(staff.code()).isEqualTo("unknown-person");
    }

    @Test
    void a_key_that_came_back_is_destroyed_at_the_next_start() {
        var erased = register();
        var other = register();
        var backup = api.database()
                .sql("select wrapped from vault.person_key where person_id = ?::uuid")
                .param(erased)
                .query(byte[].class)
                .single();
        api.post("/persons/" + erased + "/erasure", ERASURE);
        api.database()
                .sql("update vault.person_key set wrapped = ?, erased_at = null where person_id = ?::uuid")
                .params(backup, erased)
                .update();
        assertThat(hasKey(erased)).isTrue();
        assertThat(revise(erased, "Camille Bernard").code()).isEqualTo("person-is-erased");

        api.part(Erasures.class).afterSingletonsInstantiated();

        assertThat(hasKey(erased)).isFalse();
        assertThat(hasKey(other)).isTrue();
    }

    private static boolean inTheFile(String person) {
        return api.part(ErasureLedger.class).holds(new PersonId(UUID.fromString(person)));
    }

    /** As if the databases were restored from a backup that is older than the erasure, events and keys alike. */
    private static void restore(String person, byte[] key, boolean events) {
        api.database()
                .sql("update vault.person_key set wrapped = ?, erased_at = null, published = true where person_id ="
                        + " ?::uuid")
                .params(key, person)
                .update();
        if (events) {
            api.database().sql("alter table ledger.event disable trigger user").update();
            api.database()
                    .sql("delete from ledger.event where aggregate_id = ?::uuid and type = 'PersonErased'")
                    .param(person)
                    .update();
            api.database().sql("alter table ledger.event enable trigger user").update();
        }
    }

    private static byte[] key(String person) {
        return api.database()
                .sql("select wrapped from vault.person_key where person_id = ?::uuid")
                .param(person)
                .query(byte[].class)
                .single();
    }

    @Test
    void an_erasure_is_in_the_file_with_its_event() throws IOException {
        var person = register();

        api.post("/persons/" + person + "/erasure", ERASURE);

        var event = api.database()
                .sql("select event_id from ledger.event where aggregate_id = ?::uuid and type = 'PersonErased'")
                .param(person)
                .query(UUID.class)
                .single();
        assertThat(Files.readAllLines(files.resolve("erasures.jsonl")))
                .filteredOn(line -> line.contains(person))
                .singleElement()
                .satisfies(line -> assertThat(line).contains(event.toString()).doesNotContain("demande", "Camille"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.resolve("erasures.jsonl"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_backup_of_events_and_keys_that_is_older_than_the_erasure_brings_nobody_back() {
        var erased = register();
        var backup = key(erased);
        api.post("/persons/" + erased + "/erasure", ERASURE);
        await().until(() ->
                api.part(PersonKeys.class).unpublishedErasures(1_000).isEmpty());
        restore(erased, backup, true);
        assertThat(hasKey(erased)).isTrue();

        api.part(Erasures.class).afterSingletonsInstantiated();

        assertThat(hasKey(erased)).isFalse();
        await().until(() ->
                api.part(PersonKeys.class).unpublishedErasures(1_000).isEmpty());
        for (var answer : new Answer[] {revise(erased, "Camille Bernard"), portray(erased, "image/png", PNG)}) {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("person-is-erased");
        }
    }

    @Test
    void a_crash_after_the_event_is_repaired_at_the_next_start() {
        var person = register();
        var backup = key(person);
        api.post("/persons/" + person + "/erasure", ERASURE);
        restore(person, backup, false);

        api.part(Erasures.class).afterSingletonsInstantiated();

        assertThat(hasKey(person)).isFalse();
        assertThat(inTheFile(person)).isTrue();
    }

    @Test
    void what_tells_a_repeated_request_confirms_no_guess_of_a_name() throws Exception {
        var body = """
            {"epnId": "%s", "fullName": "Camille Martin"}
            """.formatted(centre);
        api.post("/persons", body, "Idempotency-Key", "b9f5c1f0-7a51-4f57-9c52-0f1d5b1e6a11");

        var hashes = api.database()
                .sql("select request_hash from ledger.command_log where request_hash is not null")
                .query(byte[].class)
                .list();

        assertThat(hashes).isNotEmpty();
        var canonical = RequestReader.canonical(body.getBytes(StandardCharsets.UTF_8));
        var guess = MessageDigest.getInstance("SHA-256");
        guess.update("POST /api/v1/persons\n".getBytes(StandardCharsets.UTF_8));
        assertThat(hashes).doesNotContain(guess.digest(canonical));
    }
}

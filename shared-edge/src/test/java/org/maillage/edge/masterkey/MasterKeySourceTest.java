package org.maillage.edge.masterkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.kernel.Ids;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.MasterKeyFailure;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.servers.Ports;
import org.maillage.kernel.servers.TransitServer;
import org.maillage.kernel.servers.TransitServer.Call;
import org.slf4j.LoggerFactory;

class MasterKeySourceTest {

    private static final PersonId AMINA = new PersonId(Ids.next());
    private static final Pattern KEY_MATERIAL = Pattern.compile("\"value\":\\s*\"([^\"]{16,})\"");

    @TempDir
    private Path directory;

    private final TransitServer kms = TransitServer.start();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Map<String, String> properties = new HashMap<>();
    private Path file;
    private Path tokenFile;
    private String token;

    @BeforeEach
    void configure() throws IOException {
        file = directory.resolve("master.key");
        tokenFile = directory.resolve("token");
        guardedBy(kms);
        logged.start();
        root.addAppender(logged);
        root.setLevel(Level.ALL);
    }

    private void guardedBy(TransitServer kms) throws IOException {
        token = kms.token();
        write(tokenFile, token + "\n", "rw-------");
        properties.put("maillage.master-key-file", file.toString());
        properties.put("maillage.master-key-kms", kms.address());
        properties.put("maillage.master-key-kms-token-file", tokenFile.toString());
        properties.put("maillage.master-key-kms-patience", "PT10S");
    }

    @AfterEach
    void no_secret_is_logged() {
        root.detachAppender(logged);
        root.setLevel(Level.INFO);
        kms.close();
        for (var event : logged.list) {
            assertThat(printed(event)).doesNotContain(token);
        }
    }

    private static String printed(ILoggingEvent event) {
        return event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }

    private MasterKeySource source() {
        return MasterKeySource.of(properties::get);
    }

    private MasterKeySource unguarded() {
        return MasterKeySource.plain(file);
    }

    private static void write(Path file, String text, String mode) throws IOException {
        Files.writeString(file, text);
        if (isPosix()) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        }
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static void assertThatItsOwnerAloneReads(Path file) throws IOException {
        if (isPosix()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    /** The sentence, in a failure that tells no secret, however it is printed. */
    private String sentence(ThrowingCallable failing) {
        var failure = catchThrowableOfType(MasterKeyFailure.class, failing);
        assertThat(failure).isNotNull();
        var printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed));
        assertThat(printed.toString()).doesNotContain(token);
        return Objects.requireNonNull(failure.getMessage());
    }

    @Test
    void a_key_that_is_made_lies_encrypted_and_is_opened_by_one_call_however_many_persons_there_are()
            throws IOException {
        var made = source().readOrCreate();
        var wrapped = made.newCipher(AMINA).wrapped();
        int before = kms.calls().size();

        var opened = source().read();
        for (int i = 0; i < 100; i++) {
            assertThat(opened.open(opened.newCipher(new PersonId(Ids.next())).wrapped()))
                    .isNotNull();
        }

        assertThat(opened.open(wrapped).wrapped()).isEqualTo(wrapped);
        assertThat(kms.calls()).hasSize(before + 1).last().isEqualTo(new Call("decrypt", "maillage", 200));
        assertThat(file).content().contains("encryptedKeyset").doesNotContainPattern(KEY_MATERIAL);
        assertThatItsOwnerAloneReads(file);
    }

    @Test
    void a_copy_of_the_file_opens_nothing_without_the_kms() {
        source().readOrCreate();

        assertThat(sentence(() -> unguarded().read()))
                .isEqualTo("The master key file " + file + " is encrypted, and no KMS is configured to open it:"
                        + " set maillage.master-key-kms (MAILLAGE_MASTER_KEY_KMS)");
    }

    @Test
    void who_was_encrypted_before_the_key_was_wrapped_is_readable_after() throws IOException {
        var plain = unguarded().readOrCreate();
        var keyMaterial = KEY_MATERIAL
                .matcher(Files.readString(file))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        var cipher = plain.newCipher(AMINA);
        var name = cipher.encrypt(PersonRegistered.class, "fullName", "Amina Diallo");

        source().wrap();

        assertThat(source().read()
                        .open(cipher.wrapped())
                        .decrypt(PersonRegistered.class, "fullName", cipher.version(), name))
                .isEqualTo("Amina Diallo");
        assertThat(keyMaterial).isNotEmpty();
        assertThat(file).content().doesNotContain(keyMaterial.toArray(String[]::new));
        assertThatItsOwnerAloneReads(file);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(file, tokenFile);
        }
        for (var event : logged.list) {
            assertThat(printed(event)).doesNotContain(keyMaterial.toArray(String[]::new));
        }
    }

    @Test
    void a_plain_file_is_refused_where_a_kms_is_to_guard_it_and_stays() throws IOException {
        unguarded().readOrCreate();
        var bytes = Files.readAllBytes(file);

        assertThat(sentence(() -> source().readOrCreate()))
                .isEqualTo(
                        "The master key file " + file + " is not encrypted, although a KMS is configured: encrypt it,"
                                + " keeping its keys, with \"master-key wrap\", or unset maillage.master-key-kms"
                                + " (MAILLAGE_MASTER_KEY_KMS)");
        assertThat(file).hasBinaryContent(bytes);
        assertThat(kms.calls()).isEmpty();
    }

    @Test
    void to_wrap_again_takes_the_newest_version_of_the_key() throws IOException {
        var wrapped = source().readOrCreate().newCipher(AMINA).wrapped();
        var first = Files.readString(file);
        kms.rotate("maillage");

        source().wrap();

        assertThat(file).content().isNotEqualTo(first);
        assertThat(source().read().open(wrapped).wrapped()).isEqualTo(wrapped);
    }

    @Test
    void a_link_to_the_file_stays_one_and_an_open_file_is_closed() throws IOException {
        unguarded().readOrCreate();
        var elsewhere = Files.move(file, directory.resolve("elsewhere.key"));
        write(elsewhere, Files.readString(elsewhere), "rw-r--r--");
        Files.createSymbolicLink(file, elsewhere);

        source().wrap();

        assertThat(file).isSymbolicLink();
        assertThat(elsewhere).content().contains("encryptedKeyset");
        assertThatItsOwnerAloneReads(elsewhere);
        assertThat(source().read()).isNotNull();
    }

    /** Else the key would be gone. */
    @ParameterizedTest
    @ValueSource(strings = {"encrypt", "decrypt"})
    void a_file_stays_as_it_was_unless_the_kms_both_encrypts_and_opens_it(String denied) throws IOException {
        unguarded().readOrCreate();
        var bytes = Files.readAllBytes(file);
        kms.deny(denied);

        assertThat(sentence(() -> source().wrap()))
                .isEqualTo("The KMS http://127.0.0.1:" + kms.port() + " denies us to " + denied
                        + " with transit/keys/maillage: correct the token in " + tokenFile
                        + ", or what its policy allows");
        assertThat(file).hasBinaryContent(bytes);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(file, tokenFile);
        }
    }

    @Test
    void a_file_of_another_kind_is_not_wrapped() throws IOException {
        Files.writeString(file, "precious");

        assertThat(sentence(() -> source().wrap())).isEqualTo("The file " + file + " holds no master key");
        assertThat(file).hasContent("precious");
        Files.delete(file);
        assertThat(sentence(() -> source().wrap())).isEqualTo("There is no master key file " + file);
    }

    @Test
    void without_a_kms_there_is_nothing_to_wrap_with() {
        unguarded().readOrCreate();

        assertThat(sentence(() -> unguarded().wrap())).startsWith("No KMS is configured");
    }

    @Test
    void a_kms_with_tls_is_trusted_for_the_authority_that_vouches_for_it_alone() throws IOException {
        try (var guarded = TransitServer.startTls(directory)) {
            guardedBy(guarded);
            assertThat(sentence(() -> source().readOrCreate()))
                    .startsWith(
                            "No trusted connection to the KMS https://127.0.0.1:" + guarded.port() + " can be made (")
                    .contains("maillage.master-key-kms-ca-file");
            assertThat(guarded.calls()).isEmpty();
            assertThat(file).doesNotExist();

            properties.put(
                    "maillage.master-key-kms-ca-file",
                    TransitServer.certificate(directory).toString());
            var wrapped = source().readOrCreate().newCipher(AMINA).wrapped();

            assertThat(source().read().open(wrapped).wrapped()).isEqualTo(wrapped);
            properties.put("maillage.master-key-kms-ca-file", tokenFile.toString());
            assertThat(sentence(() -> source().read())).isEqualTo("The file " + tokenFile + " holds no certificate");
        }
    }

    @Test
    void a_kms_that_is_not_ready_is_waited_for() {
        var wrapped = source().readOrCreate().newCipher(AMINA).wrapped();
        kms.answerNext(503, "{\"errors\": [\"Vault is sealed\"]}");

        assertThat(source().read().open(wrapped).wrapped()).isEqualTo(wrapped);
        assertThat(logged.list)
                .filteredOn(event -> event.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .startsWith("The KMS http://127.0.0.1:" + kms.port() + " is not ready (status 503); trying again for");
    }

    @Test
    void a_kms_that_is_never_ready_is_not_waited_for_without_end() {
        for (int i = 0; i < 10; i++) {
            kms.answerNext(503, "{}");
        }
        properties.put("maillage.master-key-kms-patience", "PT2S");

        assertThat(sentence(() -> source().readOrCreate()))
                .isEqualTo("The KMS http://127.0.0.1:" + kms.port()
                        + " is not ready (status 503) after 2 s of trying: start or unseal it, or correct"
                        + " maillage.master-key-kms (MAILLAGE_MASTER_KEY_KMS)");
        assertThat(kms.calls()).hasSizeBetween(2, 5);
    }

    @Test
    void a_kms_that_nobody_reaches_is_one_sentence() {
        int port = Ports.free();
        properties.put("maillage.master-key-kms-patience", "PT0.6S");
        properties.put("maillage.master-key-kms", "hcvault+http://127.0.0.1:" + port + "/transit/keys/maillage");

        assertThat(sentence(() -> source().readOrCreate()))
                .startsWith("The KMS http://127.0.0.1:" + port + " does not answer (");
        assertThat(file).doesNotExist();
    }

    @Test
    void a_kms_that_begins_to_answer_and_never_ends_is_left() throws IOException {
        try (var endless = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> beginToAnswer(endless));
            properties.put("maillage.master-key-kms-patience", "PT0.6S");
            properties.put(
                    "maillage.master-key-kms",
                    "hcvault+http://127.0.0.1:" + endless.getLocalPort() + "/transit/keys/maillage");

            assertThat(sentence(() -> source().readOrCreate())).contains(" does not answer in time after ");
        }
    }

    private static void beginToAnswer(ServerSocket endless) {
        try {
            while (true) {
                endless.accept()
                        .getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{".getBytes(UTF_8));
            }
        } catch (IOException closed) {
            assertThat(endless.isClosed()).isTrue();
        }
    }

    @Test
    void another_token_is_denied() throws IOException {
        source().readOrCreate();
        token = "hvs.stolen-or-expired";
        Files.writeString(tokenFile, token);

        assertThat(sentence(() -> source().read()))
                .isEqualTo("The KMS http://127.0.0.1:" + kms.port()
                        + " denies us to decrypt with transit/keys/maillage: correct the token in " + tokenFile
                        + ", or what its policy allows");
    }

    @Test
    void another_key_opens_nothing() {
        source().readOrCreate();
        kms.createKey("other");
        properties.put("maillage.master-key-kms", kms.address("other"));

        assertThat(sentence(() -> source().read()))
                .isEqualTo("The key transit/keys/other of the KMS http://127.0.0.1:" + kms.port()
                        + " does not open the master key file: it was encrypted with another key, or with a version"
                        + " of it that is no longer allowed");
    }

    @Test
    void a_key_that_is_not_there_encrypts_nothing() {
        properties.put("maillage.master-key-kms", kms.address("none"));

        assertThat(sentence(() -> source().readOrCreate()))
                .isEqualTo("The key transit/keys/none of the KMS http://127.0.0.1:" + kms.port()
                        + " cannot encrypt the master key: it must exist and be of type aes256-gcm96");
        assertThat(file).doesNotExist();
    }

    @Test
    void another_mount_is_not_found() {
        properties.put("maillage.master-key-kms", kms.address().replace("/transit/", "/elsewhere/transit/"));

        assertThat(sentence(() -> source().readOrCreate()))
                .isEqualTo("The KMS http://127.0.0.1:" + kms.port()
                        + " knows no elsewhere/transit/keys/maillage: correct maillage.master-key-kms"
                        + " (MAILLAGE_MASTER_KEY_KMS)");
    }

    /** Whatever it says may be the key, or repeat the token. */
    @ParameterizedTest
    @CsvSource({
        "200, no json, does not answer as a Transit engine does",
        "200, {\"data\": {}}, does not answer as a Transit engine does",
        "200, {\"data\": {\"plaintext\": \"??TOKEN\"}}, does not answer as a Transit engine does",
        "204, , as no Transit engine does",
        "307, TOKEN, as no Transit engine does",
        "400, TOKEN, does not open the master key file",
        "403, TOKEN, denies us",
        "418, TOKEN, as no Transit engine does",
    })
    void what_a_strange_kms_says_is_not_repeated(int status, @Nullable String body, String says) {
        source().readOrCreate();
        kms.answerNext(status, body == null ? "" : body.replace("TOKEN", token));

        assertThat(sentence(() -> source().read())).contains(says).doesNotContain("??");
    }

    @Test
    void what_the_key_opens_but_is_no_master_key_is_refused() {
        source().readOrCreate();
        kms.answerNext(200, "{\"data\": {\"plaintext\": \"AAAA\"}}");

        assertThat(sentence(() -> source().read())).isEqualTo("The file " + file + " holds no master key");
    }

    @Test
    void what_the_same_key_has_encrypted_for_another_purpose_is_no_master_key() throws Exception {
        var tink = AeadConfig2026.get();
        var keys = KeysetHandle.generateNew(PredefinedAeadParameters.XAES_256_GCM_192_BIT_NONCE, tink);
        var guard = new TransitKey(Objects.requireNonNull(source().kms()));
        Files.writeString(
                file,
                TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
                        keys, guard, "another purpose".getBytes(UTF_8), tink));

        assertThat(sentence(() -> source().read())).contains("does not open the master key file");
    }

    @Test
    void a_token_that_lies_open_is_not_used() throws IOException {
        if (isPosix()) {
            write(tokenFile, token, "rw-r-----");
            assertThat(source().readOrCreate()).isNotNull();
            for (var open : List.of("rw-r--r--", "rw--w----", "rw----r--")) {
                write(tokenFile, token, open);
                assertThat(sentence(() -> source().read()))
                        .isEqualTo("The token file " + tokenFile + " lies open (" + open
                                + "): it must be of mode 600, or 640 for a group");
            }
        }
    }

    @Test
    void without_a_token_nobody_is_asked() throws IOException {
        for (var none : List.of(" \n", "two\nlines", "é")) {
            write(tokenFile, none, "rw-------");
            token = none.strip().isEmpty() ? token : none;
            assertThat(sentence(() -> source().readOrCreate()))
                    .isEqualTo("The token file " + tokenFile + " holds no token");
        }
        Files.delete(tokenFile);
        assertThat(sentence(() -> source().readOrCreate())).isEqualTo("There is no token file " + tokenFile);
        properties.remove("maillage.master-key-kms-token-file");
        assertThat(sentence(this::source)).contains("but not maillage.master-key-kms-token-file");
        assertThat(kms.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://kms:8200/transit/keys/maillage",
                "hcvault://user:secret@kms:8200/transit/keys/maillage",
                "hcvault://kms:8200/transit/maillage",
                "hcvault://kms:8200/transit/keys/",
                "hcvault://kms:8200/transit/keys/../sys",
                "hcvault://kms:8200/transit/keys/maillage?secret",
                "hcvault:///transit/keys/maillage",
            })
    void an_address_of_another_form_is_refused_and_not_repeated(String address) {
        properties.put("maillage.master-key-kms", address);

        assertThat(sentence(this::source))
                .contains("must be of the form hcvault://host:8200/transit/keys/NAME")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kms:8200", "192.168.1.5:8200", "localhost.example:8200", "127.0.0.1.example:8200"})
    void a_token_is_not_sent_in_the_clear_over_a_network(String server) {
        properties.put("maillage.master-key-kms", "hcvault+http://" + server + "/transit/keys/maillage");

        assertThat(sentence(this::source)).contains("loopback interface alone");
    }

    @Test
    void the_properties_say_all_of_a_source() {
        properties.put("maillage.master-key-kms", "hcvault://kms.example/town/transit/keys/maillage");
        properties.put("maillage.master-key-kms-ca-file", "/etc/ca.pem");

        assertThat(source().properties())
                .containsAllEntriesOf(Map.of(
                        "maillage.master-key-kms", "hcvault://kms.example:8200/town/transit/keys/maillage",
                        "maillage.master-key-kms-ca-file", "/etc/ca.pem"));
        assertThat(MasterKeySource.of(source().properties()::get)).isEqualTo(source());
        assertThatExceptionOfType(MasterKeyFailure.class)
                .isThrownBy(() -> MasterKeySource.of(name -> " "))
                .withMessage("maillage.master-key-file is not set");
    }

    @Test
    void the_file_can_be_read_while_it_is_wrapped() {
        var wrapped = source().readOrCreate().newCipher(AMINA).wrapped();
        var wrapping = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 20; i++) {
                source().wrap();
            }
        });
        while (wrapping.isAlive()) {
            MasterKey read = source().read();
            assertThat(read.open(wrapped).wrapped()).isEqualTo(wrapped);
        }
    }
}

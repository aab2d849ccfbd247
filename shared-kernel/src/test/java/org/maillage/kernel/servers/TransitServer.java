package org.maillage.kernel.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A KMS as a town has one, as far as Maillage meets it: the Transit engine's two calls, with keys that never leave it. */
public final class TransitServer implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern CALL = Pattern.compile("/v1/transit/(encrypt|decrypt)/([^/]+)");
    private static final int NONCE = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What somebody asked, and what came of it. */
    public record Call(String operation, String key, int status) {}

    /** Instead of what was asked for. */
    public record Answer(int status, String body) {}

    private final HttpServer http;
    private final String scheme;
    private final String token = "hvs." + hex(24);
    private final Map<String, List<SecretKey>> keys = new ConcurrentHashMap<>();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<Answer> answers = new CopyOnWriteArrayList<>();

    private TransitServer(HttpServer http, String scheme) {
        this.http = http;
        this.scheme = scheme;
    }

    /** In the clear, on the loopback interface, with a key "maillage". */
    public static TransitServer start() {
        return start(0);
    }

    public static TransitServer start(int port) {
        try {
            return serve(HttpServer.create(local(port), 0), "hcvault+http");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With a certificate that nobody but itself vouches for, which {@link #certificate} shows. */
    public static TransitServer startTls(Path directory) {
        try {
            var store = keyStore(directory);
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            var https = HttpsServer.create(local(0), 0);
            https.setHttpsConfigurator(new HttpsConfigurator(context));
            return serve(https, "hcvault");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final String PASSWORD = "of the test";

    private static KeyStore keyStore(Path directory) throws IOException, GeneralSecurityException {
        var file = directory.resolve("kms.p12");
        // The JDK signs certificates with this program alone.
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "kms",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=kms",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        var said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        if (!Files.exists(file)) {
            throw new IOException("keytool made no certificate: " + said);
        }
        var store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        var pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(store.getCertificate("kms").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        Files.writeString(certificate(directory), pem);
        return store;
    }

    /** Who vouches for a server that was started with this directory. */
    public static Path certificate(Path directory) {
        return directory.resolve("kms.pem");
    }

    private static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static TransitServer serve(HttpServer http, String scheme) {
        var server = new TransitServer(http, scheme);
        server.createKey("maillage");
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    public int port() {
        return http.getAddress().getPort();
    }

    /** As {@code maillage.master-key-kms} says it. */
    public String address(String key) {
        return scheme + "://127.0.0.1:" + port() + "/transit/keys/" + key;
    }

    public String address() {
        return address("maillage");
    }

    /** The one that it lets in. */
    public String token() {
        return token;
    }

    public void createKey(String name) {
        keys.put(name, new CopyOnWriteArrayList<>(List.of(newKey())));
    }

    /** From now on a new version encrypts; the former still decrypt. */
    public void rotate(String name) {
        Objects.requireNonNull(keys.get(name), name).add(newKey());
    }

    /** As a policy does that does not name the operation. */
    public void deny(String operation) {
        denied.add(operation);
    }

    /** Answers the next call so, whatever it asks; the calls after it with what comes after. */
    public void answerNext(int status, String body) {
        answers.add(new Answer(status, body));
    }

    /** All that were made until now. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = exchange.getRequestBody().readAllBytes();
            var call = CALL.matcher(exchange.getRequestURI().getPath());
            var known = call.matches();
            var operation = known ? call.group(1) : "";
            var key = known ? call.group(2) : "";
            var answer = answer(exchange, operation, key, request);
            calls.add(new Call(operation, key, answer.status()));
            var body = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange, String operation, String key, byte[] request) {
        if (!answers.isEmpty()) {
            return answers.removeFirst();
        }
        if (!token.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token")) || denied.contains(operation)) {
            return refused(403, "permission denied");
        }
        if (operation.isEmpty()) {
            return refused(404, "no handler for route");
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return refused(405, "unsupported operation");
        }
        var versions = keys.get(key);
        if (versions == null) {
            return refused(400, "encryption key not found");
        }
        var fields = JSON.readTree(request);
        try {
            return operation.equals("encrypt") ? encrypt(versions, fields) : decrypt(versions, fields);
        } catch (GeneralSecurityException | IllegalArgumentException undecipherable) {
            return refused(400, "invalid ciphertext: unable to decrypt");
        }
    }

    private static Answer encrypt(List<SecretKey> versions, JsonNode fields) throws GeneralSecurityException {
        var nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        var cipher = cipher(Cipher.ENCRYPT_MODE, versions.getLast(), nonce, fields);
        var sealed = cipher.doFinal(
                Base64.getDecoder().decode(fields.path("plaintext").asString()));
        var text = Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(NONCE + sealed.length)
                        .put(nonce)
                        .put(sealed)
                        .array());
        return data("{\"ciphertext\": \"vault:v%d:%s\", \"key_version\": %d}"
                .formatted(versions.size(), text, versions.size()));
    }

    private static Answer decrypt(List<SecretKey> versions, JsonNode fields) throws GeneralSecurityException {
        var parts = fields.path("ciphertext").asString().split(":", 3);
        if (parts.length < 3 || !parts[0].equals("vault")) {
            return refused(400, "invalid ciphertext: no prefix");
        }
        var version = Integer.parseInt(parts[1].substring(1));
        if (version > versions.size()) {
            return refused(400, "invalid ciphertext: version is too new");
        }
        var sealed = ByteBuffer.wrap(Base64.getDecoder().decode(parts[2]));
        var nonce = new byte[NONCE];
        sealed.get(nonce);
        var rest = new byte[sealed.remaining()];
        sealed.get(rest);
        var opened = cipher(Cipher.DECRYPT_MODE, versions.get(version - 1), nonce, fields)
                .doFinal(rest);
        return data("{\"plaintext\": \"%s\"}".formatted(Base64.getEncoder().encodeToString(opened)));
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, JsonNode fields)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(128, nonce));
        cipher.updateAAD(
                Base64.getDecoder().decode(fields.path("associated_data").asString("")));
        return cipher;
    }

    private static Answer data(String data) {
        return new Answer(
                200,
                "{\"request_id\": \"1\", \"lease_id\": \"\", \"renewable\": false, \"lease_duration\": 0, \"data\": %s}"
                        .formatted(data));
    }

    private static Answer refused(int status, String error) {
        return new Answer(status, "{\"errors\": [\"%s\"]}".formatted(error));
    }

    private static SecretKey newKey() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return new SecretKeySpec(bytes, "AES");
    }

    private static String hex(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    @Override
    public void close() {
        http.stop(0);
    }
}

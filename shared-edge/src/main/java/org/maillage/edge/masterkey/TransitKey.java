package org.maillage.edge.masterkey;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import io.github.jopenlibs.vault.EnvironmentLoader;
import io.github.jopenlibs.vault.Vault;
import io.github.jopenlibs.vault.VaultConfig;
import io.github.jopenlibs.vault.VaultException;
import io.github.jopenlibs.vault.response.LogicalResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.person.MasterKeyFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key that never leaves the KMS: what is to be encrypted or decrypted goes there. What goes wrong is told without anything that
 * the KMS has said, which could be the key or the token.
 */
final class TransitKey implements Aead {

    private static final Logger log = LoggerFactory.getLogger(TransitKey.class);

    private static final Duration LONGEST_TRY = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** The library would take a token, or leave to trust any certificate, from the environment. */
    private static final EnvironmentLoader NOTHING = new EnvironmentLoader() {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable String loadVariable(String name) {
            return null;
        }
    };

    private final Kms kms;
    private final Duration oneTry;

    TransitKey(Kms kms) {
        this.kms = kms;
        this.oneTry = shorter(LONGEST_TRY, kms.patience());
    }

    @Override
    public byte[] encrypt(byte[] plaintext, byte[] associatedData) {
        log.info("Asking the KMS {} to encrypt the master key with {}", url(), keyPath());
        return ask(
                        "encrypt",
                        Map.of("plaintext", base64(plaintext), "associated_data", base64(associatedData)),
                        "ciphertext")
                .getBytes(UTF_8);
    }

    @Override
    public byte[] decrypt(byte[] ciphertext, byte[] associatedData) {
        log.info("Asking the KMS {} to open the master key with {}", url(), keyPath());
        var sealed = new String(ciphertext, UTF_8);
        var opened =
                ask("decrypt", Map.of("ciphertext", sealed, "associated_data", base64(associatedData)), "plaintext");
        try {
            return Base64.getDecoder().decode(opened);
        } catch (IllegalArgumentException notBase64) {
            throw notTransit();
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private String url() {
        return kms.address().url();
    }

    private String keyPath() {
        return kms.address().keyPath();
    }

    /** Worth another try. */
    private static final class NotYet extends Exception {
        private static final long serialVersionUID = 1L;

        NotYet(String why, @Nullable Throwable cause) {
            super(why, cause);
        }
    }

    private String ask(String operation, Map<String, Object> request, String wanted) {
        long end = System.nanoTime() + kms.patience().toNanos();
        for (var pause = Duration.ofMillis(250); ; pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE)) {
            try {
                var answer = answer(operation, request);
                var text = answer.getData().get(wanted);
                if (text == null) {
                    throw notTransit();
                }
                return text;
            } catch (NotYet notYet) {
                var left = Duration.ofNanos(end - System.nanoTime());
                if (left.compareTo(pause) < 0) {
                    throw new MasterKeyFailure(
                            "The KMS " + url() + " " + notYet.getMessage() + " after "
                                    + kms.patience().toSeconds() + " s of trying: start or unseal it, or correct"
                                    + " maillage.master-key-kms (MAILLAGE_MASTER_KEY_KMS)",
                            notYet.getCause());
                }
                log.warn("The KMS {} {}; trying again for {} s", url(), notYet.getMessage(), left.toSeconds());
                sleep(pause);
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private LogicalResponse answer(String operation, Map<String, Object> request) throws NotYet {
        var token = kms.token();
        var path = kms.address().mount() + "/" + operation + "/" + kms.address().key();
        // A timeout of the client ends with the headers of the answer, and its body might never come.
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var client = client()) {
            var answer = CompletableFuture.supplyAsync(() -> write(client, token, path, request), threads);
            try {
                return require(operation, answer.get(oneTry.toMillis(), TimeUnit.MILLISECONDS));
            } catch (ExecutionException failed) {
                throw failure(operation, failed.getCause());
            } catch (TimeoutException late) {
                throw new NotYet("does not answer in time", null);
            } catch (InterruptedException interrupted) {
                throw interrupted(interrupted);
            } finally {
                client.shutdownNow();
            }
        }
    }

    private static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Unanswered(VaultException failed) {
            super(failed);
            this.status = failed.getHttpStatusCode();
        }
    }

    private LogicalResponse write(HttpClient client, String token, String path, Map<String, Object> request) {
        try {
            var config = new VaultConfig()
                    .environmentLoader(NOTHING)
                    .address(url())
                    .token(token)
                    .httpClient(client)
                    .build();
            // 1: a path is what it says. With 2 the library would change it to that of a store of secrets.
            return Vault.create(config, 1).logical().write(path, request);
        } catch (VaultException failed) {
            throw new Unanswered(failed);
        }
    }

    private LogicalResponse require(String operation, LogicalResponse response) throws NotYet {
        int status = response.getRestResponse().getStatus();
        if (status != 200) {
            throw refusal(operation, status);
        }
        return response;
    }

    private MasterKeyFailure failure(String operation, @Nullable Throwable failure) throws NotYet {
        if (failure instanceof Unanswered unanswered && unanswered.status > 0) {
            return refusal(operation, unanswered.status);
        }
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException untrusted) {
                return new MasterKeyFailure(
                        "No trusted connection to the KMS " + url() + " can be made (" + untrusted.getMessage()
                                + "): correct its certificate, or name who vouches for it in"
                                + " maillage.master-key-kms-ca-file (MAILLAGE_MASTER_KEY_KMS_CA_FILE)",
                        untrusted);
            }
            if (cause instanceof IOException unreachable) {
                throw new NotYet("does not answer (" + reason(unreachable) + ")", unreachable);
            }
        }
        return new MasterKeyFailure("The KMS " + url() + " cannot be asked");
    }

    private static String reason(IOException unreachable) {
        var message = unreachable.getMessage();
        if (message != null) {
            return message;
        }
        // That of the client often has none.
        return unreachable instanceof ConnectException
                ? "no connection"
                : unreachable.getClass().getSimpleName();
    }

    private MasterKeyFailure refusal(String operation, int status) throws NotYet {
        if (status >= 500 || status == 412 || status == 429) {
            throw new NotYet("is not ready (status " + status + ")", null);
        }
        return new MasterKeyFailure(
                switch (status) {
                    case 400 ->
                        operation.equals("decrypt")
                                ? "The key " + keyPath() + " of the KMS " + url()
                                        + " does not open the master key file: it was encrypted with another key, or"
                                        + " with a version of it that is no longer allowed"
                                : "The key " + keyPath() + " of the KMS " + url()
                                        + " cannot encrypt the master key: it must exist and be of type aes256-gcm96";
                    case 403 ->
                        "The KMS " + url() + " denies us to " + operation + " with " + keyPath()
                                + ": correct the token in " + kms.tokenFile() + ", or what its policy allows";
                    case 404 ->
                        "The KMS " + url() + " knows no " + keyPath()
                                + ": correct maillage.master-key-kms (MAILLAGE_MASTER_KEY_KMS)";
                    default -> "The KMS " + url() + " answers with status " + status + ", as no Transit engine does";
                });
    }

    private MasterKeyFailure notTransit() {
        return new MasterKeyFailure("The KMS " + url() + " does not answer as a Transit engine does");
    }

    private MasterKeyFailure interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new MasterKeyFailure("Interrupted while waiting for the KMS " + url(), interrupted);
    }

    private HttpClient client() {
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(oneTry);
        if (kms.caFile() != null) {
            client.sslContext(trusting(kms.caFile()));
        }
        return client.build();
    }

    private static SSLContext trusting(Path caFile) {
        try (var pem = Files.newInputStream(caFile)) {
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
            }
            if (trusted.size() == 0) {
                throw new MasterKeyFailure("The file " + caFile + " holds no certificate");
            }
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new MasterKeyFailure("The certificate file " + caFile + " cannot be read (" + e + ")", e);
        } catch (GeneralSecurityException e) {
            throw new MasterKeyFailure("The file " + caFile + " holds no certificate", e);
        }
    }
}

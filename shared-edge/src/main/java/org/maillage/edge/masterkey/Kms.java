package org.maillage.edge.masterkey;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.person.MasterKeyFailure;

/**
 * The Transit engine of a HashiCorp Vault or an OpenBao, and how we come in.
 *
 * @param tokenFile read anew for each call, because tokens are renewed
 * @param caFile who vouches for its certificate, in PEM; null for those whom Java trusts
 * @param patience how long one call may be tried again while nobody answers
 */
public record Kms(Address address, Path tokenFile, @Nullable Path caFile, Duration patience) {

    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    /** Agents that renew tokens write them for a group. */
    private static final Set<PosixFilePermission> TOLERATED = EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_READ);

    /** A key of a Transit engine, which may be mounted anywhere. */
    public record Address(String scheme, String server, String mount, String key) {

        private static final String LOCAL = "hcvault+http";
        private static final String SEGMENT = "[A-Za-z0-9_][A-Za-z0-9_.-]*";
        private static final Pattern FORM =
                Pattern.compile("(hcvault|hcvault\\+http)://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?/("
                        + SEGMENT + "(?:/" + SEGMENT + ")*)/keys/(" + SEGMENT + ")");
        private static final Pattern LOOPBACK =
                Pattern.compile("localhost|127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[::1]");

        /** @throws MasterKeyFailure if the text is none; it does not repeat the text, which may hold a password */
        static Address of(String text) {
            var form = FORM.matcher(text);
            if (!form.matches()) {
                throw new MasterKeyFailure("maillage.master-key-kms (MAILLAGE_MASTER_KEY_KMS) must be of the form"
                        + " hcvault://host:8200/transit/keys/NAME");
            }
            if (form.group(1).equals(LOCAL) && !LOOPBACK.matcher(form.group(2)).matches()) {
                throw new MasterKeyFailure(
                        "maillage.master-key-kms (MAILLAGE_MASTER_KEY_KMS) may be hcvault+http:// on the"
                                + " loopback interface alone: elsewhere the token would be sent in the clear");
            }
            var port = form.group(3) == null ? "8200" : form.group(3);
            return new Address(form.group(1), form.group(2) + ":" + port, form.group(4), form.group(5));
        }

        String url() {
            return (scheme.equals(LOCAL) ? "http://" : "https://") + server;
        }

        String keyPath() {
            return mount + "/keys/" + key;
        }

        @Override
        public String toString() {
            return scheme + "://" + server + "/" + keyPath();
        }
    }

    /** @throws MasterKeyFailure if there is none, or it lies open */
    String token() {
        try {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                var permissions = Files.getPosixFilePermissions(tokenFile);
                if (!TOLERATED.containsAll(permissions)) {
                    throw new MasterKeyFailure(
                            "The token file " + tokenFile + " lies open (" + PosixFilePermissions.toString(permissions)
                                    + "): it must be of mode 600, or 640 for a group");
                }
            }
            var token = Files.readString(tokenFile).strip();
            if (!TOKEN.matcher(token).matches()) {
                throw new MasterKeyFailure("The token file " + tokenFile + " holds no token");
            }
            return token;
        } catch (NoSuchFileException e) {
            throw new MasterKeyFailure("There is no token file " + tokenFile, e);
        } catch (IOException e) {
            // A malformed text is not quoted by what Java says of it.
            throw new MasterKeyFailure("The token file " + tokenFile + " cannot be read (" + e + ")", e);
        }
    }
}

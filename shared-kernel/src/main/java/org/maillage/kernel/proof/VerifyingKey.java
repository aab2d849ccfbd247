package org.maillage.kernel.proof;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** The public half of a ledger's key (clé publique du registre): whoever has it tells genuine checkpoints from others. */
public final class VerifyingKey {

    private static final String LABEL = "PUBLIC KEY";
    private static final int ID_DIGITS = 16;

    private final PublicKey key;

    VerifyingKey(PublicKey key) {
        this.key = key;
    }

    /**
     * Reads a key in X.509 form.
     *
     * @param der Base64 of the DER encoding
     * @throws IllegalArgumentException if it is no Ed25519 key
     */
    public static VerifyingKey ofBase64(String der) {
        try {
            var spec = new X509EncodedKeySpec(Base64.getDecoder().decode(der));
            return new VerifyingKey(KeyFactory.getInstance("Ed25519").generatePublic(spec));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("This is no Ed25519 public key", e);
        }
    }

    /** @throws IllegalArgumentException if it is no Ed25519 key in PEM */
    public static VerifyingKey ofPem(String pem) {
        return ofBase64(Pem.content(LABEL, pem));
    }

    /** The first 16 hexadecimal digits of the SHA-256 of the key in X.509 form. */
    public String id() {
        return HexFormat.of()
                .formatHex(MerkleTree.sha256().digest(key.getEncoded()))
                .substring(0, ID_DIGITS);
    }

    /** In X.509 form, DER, Base64 in one line. */
    public String base64() {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    public String pem() {
        return Pem.of(LABEL, key.getEncoded());
    }

    /** Whether this key signed the checkpoint as it stands. */
    public boolean verifies(Checkpoint checkpoint) {
        if (!checkpoint.keyId().equals(id())) {
            return false;
        }
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(checkpoint.signedLines());
            return signature.verify(Base64.getDecoder().decode(checkpoint.signature()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Bytes that are no signature at all are no signature of ours.
            return false;
        }
    }
}

package org.maillage.infra.verifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/** The public keys whose signatures count, by their ids. */
record TrustedKeys(Map<String, PublicKey> keys) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    /** A PEM file may hold several keys, as after a change of keys. */
    static TrustedKeys read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new CannotVerify(
                    Ending.FILE,
                    "cannot read Ed25519 public keys from " + file + " (" + CannotVerify.words(unreadable)
                            + "); it must be PEM that begins with -----BEGIN PUBLIC KEY-----",
                    unreadable);
        }
    }

    static TrustedKeys parse(String pem) throws GeneralSecurityException {
        var keys = new HashMap<String, PublicKey>();
        var blocks = BLOCK.matcher(pem);
        while (blocks.find()) {
            var der = Base64.getMimeDecoder().decode(blocks.group(1));
            keys.put(idOf(der), KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der)));
        }
        if (keys.isEmpty()) {
            throw new GeneralSecurityException("there is none in it");
        }
        return new TrustedKeys(Map.copyOf(keys));
    }

    static String idOf(byte[] der) {
        return HexFormat.of().formatHex(Sha256.of(der)).substring(0, 16);
    }

    boolean trust(String keyId) {
        return keys.containsKey(keyId);
    }

    boolean signed(Checkpoint checkpoint) {
        var key = keys.get(checkpoint.keyId());
        if (key == null) {
            return false;
        }
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(checkpoint.signed());
            return signature.verify(Text.bytes(checkpoint.signature()));
        } catch (SignatureException | IllegalArgumentException notEvenASignature) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("Every JDK has Ed25519", impossible);
        }
    }
}

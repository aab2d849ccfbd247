package org.maillage.kernel.proof;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hashes of the ledger's Merkle tree (arbre de Merkle), as RFC 6962 has them over SHA-256. */
public final class MerkleTree {

    /** Bytes of a leaf, a node or a root. */
    public static final int HASH_BYTES = 32;

    private static final byte NODE = 1;

    private MerkleTree() {}

    /** The root of a tree without leaves: the hash of nothing. */
    public static byte[] emptyRoot() {
        return sha256().digest();
    }

    /** What stands over two subtrees. */
    public static byte[] node(byte[] left, byte[] right) {
        var sha256 = sha256();
        sha256.update(NODE);
        sha256.update(left);
        return sha256.digest(right);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}

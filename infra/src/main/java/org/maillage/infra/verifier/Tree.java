package org.maillage.infra.verifier;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Merkle tree of RFC 6962 while it grows: only the roots of its perfect subtrees are kept, one for each bit of its size.
 */
final class Tree {

    private final byte[][] peaks = new byte[Long.SIZE][];
    private long size;

    long size() {
        return size;
    }

    void add(byte[] leaf) {
        var hash = leaf;
        int level = 0;
        for (; (size >>> level & 1) == 1; level++) {
            hash = node(peaks[level], hash);
        }
        peaks[level] = hash;
        size++;
    }

    byte[] root() {
        if (size == 0) {
            return Sha256.of(new byte[0]);
        }
        int level = Long.numberOfTrailingZeros(size);
        var hash = peaks[level];
        for (level++; level < Long.SIZE; level++) {
            if ((size >>> level & 1) == 1) {
                hash = node(peaks[level], hash);
            }
        }
        return hash;
    }

    /** The root that an inclusion proof leads to; null when it has not as many hashes as a tree of this size asks for. */
    static byte @Nullable [] root(byte[] leaf, long index, long size, List<byte[]> proof) {
        if (index < 0 || index >= size) {
            return null;
        }
        var hash = leaf;
        var rest = proof.iterator();
        long last = size - 1;
        for (long at = index; last > 0; at >>>= 1, last >>>= 1) {
            boolean right = (at & 1) == 1;
            // The last node of a level has no sister when it is a left one, and is the parent itself.
            if (!right && at == last) {
                continue;
            }
            if (!rest.hasNext()) {
                return null;
            }
            hash = right ? node(rest.next(), hash) : node(hash, rest.next());
        }
        return rest.hasNext() ? null : hash;
    }

    private static byte[] node(byte[] left, byte[] right) {
        var sha256 = Sha256.digest();
        sha256.update((byte) 1);
        sha256.update(left);
        return sha256.digest(right);
    }
}

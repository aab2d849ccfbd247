package org.maillage.query.proof;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** RFC 6962, section 2.1, word for word, and RFC 9162's way of verifying, with nothing of what it is compared with. */
final class NaiveTree {

    private record Range(int from, int to) {}

    private final List<byte[]> leaves;
    private final Map<Range, byte[]> known = new HashMap<>();

    NaiveTree(List<byte[]> leaves) {
        this.leaves = leaves;
    }

    /** MTH(D[from:to]). */
    byte[] root(int from, int to) {
        var range = new Range(from, to);
        var root = known.get(range);
        if (root == null) {
            int n = to - from;
            root = n == 1 ? leaves.get(from) : node(root(from, from + split(n)), root(from + split(n), to));
            known.put(range, root);
        }
        return root;
    }

    /** PATH(m, D[from:to]). */
    List<byte[]> path(int m, int from, int to) {
        int n = to - from;
        if (n == 1) {
            return List.of();
        }
        int k = split(n);
        return m < k
                ? and(path(m, from, from + k), root(from + k, to))
                : and(path(m - k, from + k, to), root(from, from + k));
    }

    /** PROOF(m, D[0:n]). */
    List<byte[]> proof(int m, int n) {
        return subproof(m, 0, n, true);
    }

    private List<byte[]> subproof(int m, int from, int to, boolean whole) {
        int n = to - from;
        if (m == n) {
            return whole ? List.of() : List.of(root(from, to));
        }
        int k = split(n);
        return m <= k
                ? and(subproof(m, from, from + k, whole), root(from + k, to))
                : and(subproof(m - k, from + k, to, false), root(from, from + k));
    }

    private static List<byte[]> and(List<byte[]> path, byte[] last) {
        var all = new ArrayList<>(path);
        all.add(last);
        return all;
    }

    /** The largest power of two smaller than n. */
    private static int split(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    /** RFC 9162, 2.1.3.2: the root that a leaf and its path lead to; null when they lead nowhere. */
    static byte[] rootOf(byte[] leaf, long index, long size, List<byte[]> path) {
        long fn = index;
        long sn = size - 1;
        var r = leaf;
        for (var p : path) {
            if (sn == 0) {
                throw new IllegalArgumentException("The path is too long");
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = node(p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                r = node(r, p);
            }
            fn >>= 1;
            sn >>= 1;
        }
        if (sn != 0) {
            throw new IllegalArgumentException("The path is too short");
        }
        return r;
    }

    static byte[] node(byte[] left, byte[] right) {
        var sha256 = sha256();
        sha256.update((byte) 1);
        sha256.update(left);
        sha256.update(right);
        return sha256.digest();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package org.maillage.kernel.proof;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The right edge of a Merkle tree (bord droit): the roots of its complete subtrees, which are all that it takes to add leaves and to
 * know the root. There are as many as the number of leaves has bits set, so a tree of a thousand million leaves is kept in a kilobyte.
 */
public final class Frontier {

    /** The tree without leaves. */
    public static final Frontier EMPTY = new Frontier(0, new byte[0][]);

    private final long size;
    /** The largest subtree first, as it is the leftmost. */
    private final byte[][] subtrees;

    private Frontier(long size, byte[][] subtrees) {
        this.size = size;
        this.subtrees = subtrees;
    }

    /**
     * Reads what {@link #bytes} wrote.
     *
     * @throws IllegalArgumentException if these bytes are no frontier
     */
    public static Frontier of(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        try {
            long size = buffer.getLong();
            var subtrees = new byte[Long.bitCount(size)][MerkleTree.HASH_BYTES];
            for (var subtree : subtrees) {
                buffer.get(subtree);
            }
            if (size >= 0 && !buffer.hasRemaining()) {
                return new Frontier(size, subtrees);
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("A frontier is cut short", e);
        }
        throw new IllegalArgumentException("These bytes are no frontier");
    }

    /** The number of leaves. */
    public long size() {
        return size;
    }

    /** The tree with one leaf more. */
    public Frontier with(byte[] leaf) {
        if (leaf.length != MerkleTree.HASH_BYTES) {
            throw new IllegalArgumentException("A leaf has " + leaf.length + " bytes");
        }
        var node = leaf.clone();
        int whole = subtrees.length;
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            whole--;
            node = MerkleTree.node(subtrees[whole], node);
        }
        var grown = Arrays.copyOf(subtrees, whole + 1);
        grown[whole] = node;
        return new Frontier(size + 1, grown);
    }

    /** The root of the tree. */
    public byte[] root() {
        if (size == 0) {
            return MerkleTree.emptyRoot();
        }
        var root = subtrees[subtrees.length - 1];
        for (int i = subtrees.length - 2; i >= 0; i--) {
            root = MerkleTree.node(subtrees[i], root);
        }
        return root.clone();
    }

    /** The number of leaves (8 bytes, big-endian), then the subtrees from the left (32 bytes each). */
    public byte[] bytes() {
        var bytes = ByteBuffer.allocate(Long.BYTES + subtrees.length * MerkleTree.HASH_BYTES)
                .putLong(size);
        for (var subtree : subtrees) {
            bytes.put(subtree);
        }
        return bytes.array();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frontier that && size == that.size && Arrays.deepEquals(subtrees, that.subtrees);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }

    @Override
    public String toString() {
        return "Frontier[size=" + size + "]";
    }
}

package org.maillage.kernel.proof;

import java.util.List;

/** The tree straight from the definition in RFC 6962, section 2.1: slow, and beyond doubt. */
final class MerkleTrees {

    private MerkleTrees() {}

    static byte[] root(List<byte[]> leaves) {
        return switch (leaves.size()) {
            case 0 -> MerkleTree.sha256().digest();
            case 1 -> leaves.getFirst();
            default -> {
                int left = 1;
                while (left * 2 < leaves.size()) {
                    left *= 2;
                }
                var sha256 = MerkleTree.sha256();
                sha256.update((byte) 1);
                sha256.update(root(leaves.subList(0, left)));
                sha256.update(root(leaves.subList(left, leaves.size())));
                yield sha256.digest();
            }
        };
    }
}

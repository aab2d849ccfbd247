package org.maillage.infra.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TreeTest {

    @Test
    void it_has_the_roots_that_are_published_for_certificate_transparency() {
        // The test vectors of the reference implementation: leaves are hashes of 0x00 and these bytes.
        var inputs = Stream.of(
                        "",
                        "00",
                        "10",
                        "2021",
                        "3031",
                        "40414243",
                        "5051525354555657",
                        "606162636465666768696a6b6c6d6e6f")
                .map(hex -> Forge.sha256(HexFormat.of().parseHex("00" + hex)))
                .toList();
        var roots = List.of(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        var tree = new Tree();
        for (int size = 0; ; size++) {
            assertThat(HexFormat.of().formatHex(tree.root())).isEqualTo(roots.get(size));
            if (size == inputs.size()) {
                break;
            }
            tree.add(inputs.get(size));
        }
    }

    @Test
    void every_leaf_of_every_size_is_proven_and_no_other() {
        var leaves = new ArrayList<byte[]>();
        for (int size = 1; size <= 33; size++) {
            leaves.add(Forge.sha256(new byte[] {(byte) size}));
            var root = Forge.root(leaves);
            for (int index = 0; index < size; index++) {
                var path = Forge.path(index, leaves);
                assertThat(Tree.root(leaves.get(index), index, size, path)).isEqualTo(root);
                assertThat(Tree.root(Tampering.flip(leaves.get(index)), index, size, path))
                        .isNotEqualTo(root);
                if (size > 1) {
                    assertThat(Tree.root(leaves.get(index), (index + 1) % size, size, path))
                            .isNotEqualTo(root);
                    assertThat(Tree.root(leaves.get(index), index, size, path.subList(1, path.size())))
                            .isNull();
                }
                var longer = new ArrayList<>(path);
                longer.add(root);
                assertThat(Tree.root(leaves.get(index), index, size, longer)).isNull();
                assertThat(Tree.root(leaves.get(index), size, size, path)).isNull();
            }
        }
    }
}

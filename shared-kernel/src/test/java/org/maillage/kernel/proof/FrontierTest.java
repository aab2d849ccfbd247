package org.maillage.kernel.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FrontierTest {

    /** What Certificate Transparency's own implementation is tested with. */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void its_roots_are_those_of_Certificate_Transparency() {
        var frontier = Frontier.EMPTY;
        assertThat(hex(frontier.root())).isEqualTo(ROOTS.getFirst());
        for (int i = 0; i < LEAVES.size(); i++) {
            var sha256 = MerkleTree.sha256();
            sha256.update((byte) 0);
            frontier = frontier.with(sha256.digest(HexFormat.of().parseHex(LEAVES.get(i))));
            assertThat(hex(frontier.root())).isEqualTo(ROOTS.get(i + 1));
        }
    }

    @Property(tries = 200)
    void its_root_is_that_of_the_whole_tree(@ForAll @IntRange(max = 600) int size) {
        var leaves = leaves(size);

        assertThat(grown(Frontier.EMPTY, leaves).root()).isEqualTo(MerkleTrees.root(leaves));
    }

    @Property(tries = 200)
    void it_goes_on_from_its_bytes(@ForAll @IntRange(max = 300) int size, @ForAll @IntRange(max = 300) int more) {
        var leaves = leaves(size + more);
        var kept = grown(Frontier.EMPTY, leaves.subList(0, size));
        var read = Frontier.of(kept.bytes());

        assertThat(read).isEqualTo(kept).hasSameHashCodeAs(kept);
        assertThat(read.size()).isEqualTo(size);
        assertThat(grown(read, leaves.subList(size, size + more)).root()).isEqualTo(MerkleTrees.root(leaves));
        assertThat(kept.root()).as("the old one stays").isEqualTo(MerkleTrees.root(leaves.subList(0, size)));
    }

    @Test
    void other_bytes_are_refused() {
        var bytes = grown(Frontier.EMPTY, leaves(5)).bytes();

        assertThatIllegalArgumentException().isThrownBy(() -> Frontier.of(new byte[7]));
        assertThatIllegalArgumentException().isThrownBy(() -> Frontier.of(Arrays.copyOf(bytes, bytes.length - 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Frontier.of(Arrays.copyOf(bytes, bytes.length + 1)));
        var negative = bytes.clone();
        negative[0] = -1;
        assertThatIllegalArgumentException().isThrownBy(() -> Frontier.of(negative));
        assertThatIllegalArgumentException().isThrownBy(() -> Frontier.EMPTY.with(new byte[31]));
    }

    private static Frontier grown(Frontier frontier, List<byte[]> leaves) {
        for (var leaf : leaves) {
            frontier = frontier.with(leaf);
        }
        return frontier;
    }

    private static List<byte[]> leaves(int size) {
        var leaves = new ArrayList<byte[]>();
        for (int i = 0; i < size; i++) {
            leaves.add(MerkleTree.sha256().digest(Integer.toString(i).getBytes(UTF_8)));
        }
        return leaves;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}

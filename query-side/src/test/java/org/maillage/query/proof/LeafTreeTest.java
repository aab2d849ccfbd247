package org.maillage.query.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.query.intake.ReadModelBehind;

class LeafTreeTest {

    private static final int MOST = 200;
    private static final List<byte[]> LEAVES =
            IntStream.range(0, MOST).mapToObj(LeafTreeTest::leaf).toList();
    private static final NaiveTree NAIVE = new NaiveTree(LEAVES);

    private static byte[] leaf(long index) {
        return NaiveTree.sha256().digest(ByteBuffer.allocate(8).putLong(index).array());
    }

    /** What a table would hold, and how much is read of it. */
    private static class Memory implements LeafTree.Hashes {
        final Map<Integer, Map<Long, byte[]>> kept = new HashMap<>();
        long read;

        Memory() {
            for (int i = 0; i < MOST; i++) {
                level(0).put((long) i, LEAVES.get(i));
            }
        }

        Map<Long, byte[]> level(int level) {
            return kept.computeIfAbsent(level, _ -> new HashMap<>());
        }

        @Override
        public byte[] @Nullable [] read(int level, long from, int count) {
            read += count;
            return LongStream.range(from, from + count)
                    .mapToObj(level(level)::get)
                    .toArray(byte[][]::new);
        }

        @Override
        public void keep(int level, Map<Long, byte[]> hashes) {
            hashes.forEach(
                    (index, hash) -> assertThat(level(level).put(index, hash)).isNull());
        }
    }

    /** As if everything had been computed before. */
    private static final class Everything extends Memory {
        int queries;

        @Override
        public byte[] @Nullable [] read(int level, long from, int count) {
            read += count;
            queries++;
            return LongStream.range(from, from + count)
                    .mapToObj(LeafTreeTest::leaf)
                    .toArray(byte[][]::new);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void every_inclusion_up_to_200_leaves_is_that_of_the_rfc(int bits) {
        var hashes = new Memory();
        for (int size = 1; size <= MOST; size++) {
            var tree = new LeafTree(hashes, size, bits, 1_000);
            assertThat(tree.root()).isEqualTo(NAIVE.root(0, size));
            for (int index = 0; index < size; index++) {
                var path = tree.inclusion(index);
                assertThat(path).containsExactlyElementsOf(NAIVE.path(index, 0, size));
                assertThat(tree.leaf(index)).isEqualTo(LEAVES.get(index));
                assertThat(NaiveTree.rootOf(LEAVES.get(index), index, size, path))
                        .isEqualTo(tree.root());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void every_consistency_up_to_200_leaves_is_that_of_the_rfc(int bits) {
        var hashes = new Memory();
        for (int size = 1; size <= MOST; size++) {
            var tree = new LeafTree(hashes, size, bits, 1_000);
            for (int from = 1; from <= size; from++) {
                assertThat(tree.consistency(from)).containsExactlyElementsOf(NAIVE.proof(from, size));
                assertThat(tree.root(from)).isEqualTo(NAIVE.root(0, from));
            }
        }
    }

    @Test
    void another_leaf_leads_to_another_root() {
        var tree = new LeafTree(new Memory(), 123);

        assertThat(NaiveTree.rootOf(leaf(999), 17, 123, tree.inclusion(17))).isNotEqualTo(tree.root());
        assertThat(NaiveTree.rootOf(LEAVES.get(17), 18, 123, tree.inclusion(17)))
                .isNotEqualTo(tree.root());
    }

    @Test
    void a_leaf_that_has_not_arrived_holds_every_proof_back() {
        var hashes = new Memory();
        hashes.level(0).remove(41L);

        assertThatThrownBy(() -> new LeafTree(hashes, 50).root()).isInstanceOf(ReadModelBehind.class);
        assertThat(new LeafTree(hashes, 41).root()).isEqualTo(NAIVE.root(0, 41));
    }

    @Test
    void nothing_is_kept_of_a_page_whose_leaves_have_not_all_arrived() {
        var hashes = new Memory();
        hashes.level(0).remove(5L);

        assertThatThrownBy(() -> new LeafTree(hashes, 64, 2, 1_000).root()).isInstanceOf(ReadModelBehind.class);
        assertThat(hashes.level(1)).containsOnlyKeys(0L);
        assertThat(hashes.level(1).get(0L)).isEqualTo(NAIVE.root(0, 4));
    }

    @Test
    void what_is_too_much_at_once_is_done_by_asking_again() {
        var hashes = new Memory();
        var answers = new ArrayList<Boolean>();
        byte[] root = {};
        while (root.length == 0) {
            try {
                root = new LeafTree(hashes, 190, 2, 10).root();
                answers.add(true);
            } catch (ReadModelBehind behind) {
                answers.add(false);
            }
        }

        // 47 complete pages of 4 leaves, 10 at a time.
        assertThat(answers).containsExactly(false, false, false, false, true);
        assertThat(hashes.level(1)).hasSize(47);
        assertThat(root).isEqualTo(NAIVE.root(0, 190));
    }

    @Test
    void hashes_are_computed_once_for_ever() {
        var hashes = new Memory();
        var first = new LeafTree(hashes, 190, 2, 1_000).root();
        // Putting one again would fail, and none may be computed.
        var second = new LeafTree(hashes, 190, 2, 0).root();

        assertThat(second).isEqualTo(first);
    }

    @Test
    void a_proof_among_ten_million_leaves_reads_some_thousand_hashes_in_five_queries() {
        var hashes = new Everything();
        var tree = new LeafTree(hashes, 9_999_999);

        tree.root();
        tree.inclusion(4_321_098);

        assertThat(hashes.read).isLessThan(4_200);
        assertThat(hashes.queries).isLessThanOrEqualTo(5);

        tree.consistency(7_654_321);

        assertThat(hashes.read).isLessThan(6_300);
    }
}

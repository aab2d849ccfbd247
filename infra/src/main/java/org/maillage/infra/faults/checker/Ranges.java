package org.maillage.infra.faults.checker;

import java.util.BitSet;
import java.util.StringJoiner;

/** Sets of positions in few words: {@code 1-5,7,9-12}. */
final class Ranges {

    private Ranges() {}

    static String of(BitSet positions) {
        var text = new StringJoiner(",");
        for (int from = positions.nextSetBit(0); from >= 0; ) {
            int until = positions.nextClearBit(from) - 1;
            text.add(until == from ? Integer.toString(from) : from + "-" + until);
            from = positions.nextSetBit(until + 1);
        }
        return text.toString();
    }

    static BitSet read(String text) {
        var positions = new BitSet();
        if (!text.isEmpty()) {
            for (var range : text.split(",", -1)) {
                var ends = range.split("-", -1);
                positions.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
            }
        }
        return positions;
    }
}

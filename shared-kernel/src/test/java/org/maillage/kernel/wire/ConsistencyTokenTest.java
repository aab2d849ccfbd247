package org.maillage.kernel.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.InvalidValue;

class ConsistencyTokenTest {

    private static ConsistencyToken of(int partitions) {
        var positions = new TreeMap<Integer, Long>();
        for (int partition = 0; partition < partitions; partition++) {
            positions.put(1_000 + partition, 999_999_999_999_999_999L);
        }
        return new ConsistencyToken(positions);
    }

    @Test
    void the_largest_token_that_a_ledger_gives_comes_back() {
        var token = of(200);

        assertThat(token.encoded().length()).isLessThan(ConsistencyToken.MOST_CHARACTERS);
        assertThat(ConsistencyToken.decode(token.encoded())).isEqualTo(token);
    }

    @Test
    void a_longer_one_is_refused_unread() {
        var padded = Base64.getUrlEncoder().encodeToString(("1" + ";1=1".repeat(150)).getBytes(US_ASCII));
        assertThat(ConsistencyToken.decode(padded).positions()).hasSize(1);
        for (var text : new String[] {of(201).encoded(), "A".repeat(ConsistencyToken.MOST_CHARACTERS + 1)}) {
            assertThatThrownBy(() -> ConsistencyToken.decode(text)).isInstanceOf(InvalidValue.class);
        }
    }
}

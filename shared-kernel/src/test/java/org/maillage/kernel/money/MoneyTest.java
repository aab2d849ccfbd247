package org.maillage.kernel.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.kernel.InvalidValue;

class MoneyTest {

    @Property
    void any_number_of_cents_in_range_is_kept_to_the_cent(
            @ForAll @LongRange(min = 0, max = 99_999_999_999L) long cents) {
        var exact = BigDecimal.valueOf(cents, 2);

        assertThat(new Money(exact).value()).isEqualTo(exact);
    }

    @Test
    void however_it_is_written_an_amount_is_the_same() {
        assertThat(Money.of("1500")).isEqualTo(Money.of("1500.00")).isEqualTo(Money.of("1.5e3"));
        assertThat(Money.of("0e-400")).isEqualTo(Money.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.01", "0.001", "1000000000", "1e400000000", "1e-400000000", "12.345"})
    void an_amount_that_nobody_can_pay_is_refused(String amount) {
        assertThatThrownBy(() -> Money.of(amount))
                .isInstanceOfSatisfying(
                        InvalidValue.class,
                        refused -> assertThat(refused.code()).isEqualTo("invalid-amount"));
    }
}

package org.maillage.query.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvelopeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-02T08:09:10Z",
                "2026-03-02T08:09:10.Z",
                "2026-03-02T08:09:10.1Z",
                "2026-03-02T08:09:10.123Z",
                "2026-03-02T08:09:10.123456Z",
                "2026-03-02T08:09:10.000000001Z",
                "1969-12-31T23:59:59.999999Z",
                "2024-02-29T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "2026-03-02T24:00:00Z",
                "2016-12-31T23:59:60Z",
                "2026-03-02T08:09:10+02:00",
                "+12026-03-02T08:09:10Z"
            })
    void a_recording_time_is_read_as_the_platform_reads_it(String text) {
        assertThat(Envelope.instant(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-03-02",
                "2026-03-02T08:09:10",
                "2026-02-30T08:09:10Z",
                "2026-13-02T08:09:10Z",
                "2026-03-02T25:09:10Z",
                "2026-03-02T08:60:10Z",
                "2026-03-02T08:09:1aZ",
                "2026-03-02T08:09:10,5Z",
                "2026-03-02T08:09:10.1234567890Z",
                "2026-03-02 08:09:10Z"
            })
    void what_is_no_time_is_refused(String text) {
        assertThatThrownBy(() -> Envelope.instant(text)).isInstanceOf(DateTimeException.class);
    }
}

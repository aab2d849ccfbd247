package org.maillage.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {

    @Test
    void a_problem_without_violations_does_not_mention_them() {
        assertThat(Json.mapper().build().writeValueAsString(Problem.of(ProblemCode.NOT_FOUND, "abc")))
                .isEqualTo("{\"type\":\"/problems/not-found\",\"title\":\"Introuvable\",\"status\":404,"
                        + "\"detail\":\"Il n’y a rien à cette adresse.\",\"code\":\"not-found\",\"traceId\":\"abc\"}");
    }

    @Test
    void violations_are_listed() {
        var problem = Problem.of(InvalidRequest.body(List.of(new Violation("a.b", "Non."))), null);

        assertThat(Json.mapper().build().writeValueAsString(problem))
                .endsWith("\"code\":\"invalid-request\",\"violations\":[{\"field\":\"a.b\",\"message\":\"Non.\"}]}");
    }

    @ParameterizedTest
    @EnumSource
    void a_status_leads_to_a_generic_problem_of_that_status(ProblemCode code) {
        assertThat(ProblemCode.ofStatus(code.status()).status()).isEqualTo(code.status());
        assertThat(code.code()).matches("[a-z]+(-[a-z]+)*");
    }

    @Test
    void a_problem_that_passes_says_when_to_try_again() {
        assertThat(Arrays.stream(ProblemCode.values()).filter(code -> code.status() == 503))
                .allSatisfy(
                        code -> assertThat(Problem.of(code, null).retryAfter()).isPositive());
        assertThat(Problem.refused(409, "already-signed", "Non.", null).retryAfter())
                .isZero();
    }

    @Test
    void a_trace_goes_on_in_a_span_of_its_own() {
        var header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        var continued = Traceparent.continuing(header);

        assertThat(continued.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(continued.toString())
                .matches("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01")
                .isNotEqualTo(header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"
            })
    void a_traceparent_that_cannot_be_read_starts_a_new_trace(String header) {
        assertThat(Traceparent.continuing(header).toString())
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
                .doesNotContain("4bf92f3577b34da6a3ce929d0e0e4736");
    }
}

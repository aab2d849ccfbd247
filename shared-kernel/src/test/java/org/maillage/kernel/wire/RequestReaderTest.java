package org.maillage.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PledgeId;

class RequestReaderTest {

    private static final RequestReader READER = new RequestReader(body -> List.of());

    record Step(String name, @Nullable LocalDate expectedOn) {}

    record Body(
            @Nullable String text,
            @Nullable PledgeId pledgeId,
            @Nullable LocalDate day,
            @Nullable Instant at,
            @Nullable FollowUp decision,
            @Nullable Money amount,
            @Nullable Minutes minutes,
            @Nullable Siret siret,
            @Nullable Integer count,
            @Nullable Long many,
            @Nullable BigDecimal number,
            @Nullable Boolean exclusive,
            @Nullable List<String> missions,
            @Nullable List<Step> circuit) {}

    @SuppressWarnings("ArrayRecordComponent") // nobody compares these
    record File(byte[] content) {}

    record Required(String name, List<String> missions, Step step) {}

    record Ordered(LocalDate from, LocalDate until) {
        Ordered {
            if (until.isBefore(from)) {
                throw new InvalidValue("invalid-period", "La fin précède le début.");
            }
        }
    }

    @Test
    void bytes_are_base64_of_any_length() {
        var long64 = "AAEC".repeat(100_000);
        assertThat(READER.read("{\"content\": \"%s\"}".formatted(long64).getBytes(StandardCharsets.UTF_8), File.class)
                        .content())
                .hasSize(300_000)
                .startsWith(0, 1, 2);
        for (var wrong : List.of("\"é\"", "\"AAE-\"", "\"A\"", "12", "null")) {
            var refused = catchThrowableOfType(
                    InvalidRequest.class,
                    () -> READER.read(
                            "{\"content\": %s}".formatted(wrong).getBytes(StandardCharsets.UTF_8), File.class));
            assertThat(refused.violations())
                    .as(wrong)
                    .extracting(Violation::field)
                    .containsExactly("content");
        }
    }

    @Test
    void a_full_body_becomes_its_record() {
        var body = READER.read(bytes("""
            {"text": "été 🎉\\n", "pledgeId": "0190A0b0-0000-7000-8000-000000000001", "day": "2026-01-31",
             "at": "2026-01-31T15:00:00.5+01:00", "decision": "CLOSE", "amount": 12.50, "minutes": 9e1,
             "siret": "356 000 000 00048", "count": -3, "many": 9223372036854775807, "number": 1.25,
             "exclusive": false, "missions": ["a", "b"], "circuit": [{"name": "Mairie", "expectedOn": null}]}
            """), Body.class);

        assertThat(body)
                .isEqualTo(new Body(
                        "été 🎉\n",
                        new PledgeId(UUID.fromString("0190a0b0-0000-7000-8000-000000000001")),
                        LocalDate.of(2026, 1, 31),
                        Instant.parse("2026-01-31T14:00:00.5Z"),
                        FollowUp.CLOSE,
                        Money.of("12.50"),
                        new Minutes(90),
                        new Siret("35600000000048"),
                        -3,
                        Long.MAX_VALUE,
                        new BigDecimal("1.25"),
                        false,
                        List.of("a", "b"),
                        List.of(new Step("Mairie", null))));
    }

    @Test
    void nothing_at_all_equals_an_empty_object() {
        assertThat(READER.read(new byte[0], Body.class)).isEqualTo(READER.read(bytes("{}"), Body.class));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'text': 3}                              | text             | Un texte est attendu.",
                "{'text': {'a': [1, {}]}}                 | text             | Un texte est attendu.",
                "{'text': 'a\\u0000b'}                    | text             | Ce texte contient un caractère"
                        + " interdit.",
                "{'text': '\\ud800'}                      | text             | Ce texte contient un caractère"
                        + " interdit.",
                "{'text': '\\udc00\\ud800'}               | text             | Ce texte contient un caractère"
                        + " interdit.",
                "{'text': '\\u001b[0m'}                   | text             | Ce texte contient un caractère"
                        + " interdit.",
                "{'colour': 'red'}                        | colour           | Ce champ n’existe pas.",
                "{'colour': [{'a': 1}]}                   | colour           | Ce champ n’existe pas.",
                "{'Text': 'a'}                            | Text             | Ce champ n’existe pas.",
                "{'text': 'a', 'text': 'a'}               | text             | Ce champ est donné plusieurs fois.",
                "{'text': 'a', '\\u0074ext': 'b'}         | text             | Ce champ est donné plusieurs fois.",
                "{'pledgeId': 'abc'}                      | pledgeId         | Un identifiant (UUID) est attendu.",
                "{'pledgeId': '1-1-1-1-1'}                | pledgeId         | Un identifiant (UUID) est attendu.",
                "{'pledgeId': 12}                         | pledgeId         | Un texte est attendu.",
                "{'day': '2026-02-30'}                    | day              | Une date est attendue, par exemple"
                        + " 2026-01-31.",
                "{'day': '31/01/2026'}                    | day              | Une date est attendue, par exemple"
                        + " 2026-01-31.",
                "{'day': '2026-1-31'}                     | day              | Une date est attendue, par exemple"
                        + " 2026-01-31.",
                "{'day': '2026-01-31T00:00:00Z'}          | day              | Une date est attendue, par exemple"
                        + " 2026-01-31.",
                "{'day': [2026, 1, 31]}                   | day              | Un texte est attendu.",
                "{'day': '1899-12-31'}                    | day              | La date doit être comprise entre le 1ᵉʳ"
                        + " janvier 1900 et le 31 décembre 2199.",
                "{'day': '2200-01-01'}                    | day              | La date doit être comprise entre le 1ᵉʳ"
                        + " janvier 1900 et le 31 décembre 2199.",
                "{'at': '2026-01-31'}                     | at               | Un instant est attendu, par exemple"
                        + " 2026-01-31T14:00:00Z.",
                "{'at': '2026-01-31T25:00:00Z'}           | at               | Un instant est attendu, par exemple"
                        + " 2026-01-31T14:00:00Z.",
                "{'at': '2026-01-31T14:00:00'}            | at               | Un instant est attendu, par exemple"
                        + " 2026-01-31T14:00:00Z.",
                "{'at': '9999-01-31T14:00:00Z'}           | at               | La date doit être comprise entre le 1ᵉʳ"
                        + " janvier 1900 et le 31 décembre 2199.",
                "{'at': 1769868000}                       | at               | Un texte est attendu.",
                "{'decision': 'close'}                    | decision         | Valeurs possibles : RENEW_IDENTICAL,"
                        + " NEW_PROJECT, CLOSE.",
                "{'decision': 2}                          | decision         | Valeurs possibles : RENEW_IDENTICAL,"
                        + " NEW_PROJECT, CLOSE.",
                "{'decision': ''}                         | decision         | Valeurs possibles : RENEW_IDENTICAL,"
                        + " NEW_PROJECT, CLOSE.",
                "{'amount': 12.505}                       | amount           | Un montant a au plus deux décimales.",
                "{'amount': 1e-200}                       | amount           | Un montant a au plus deux décimales.",
                "{'amount': -1}                           | amount           | Un montant ne peut pas être négatif.",
                "{'amount': 1e300}                        | amount           | Le montant dépasse 999 999 999,99 €.",
                "{'amount': 1e999999999}                  | amount           | Ce nombre est hors limites.",
                "{'amount': 1e99999999999999}             | amount           | Ce nombre est hors limites.",
                "{'amount': '12.50'}                      | amount           | Un nombre est attendu.",
                "{'minutes': 0}                           | minutes          | La durée doit être comprise entre 1 et"
                        + " 1 440 minutes.",
                "{'minutes': 1.5}                         | minutes          | Un nombre entier est attendu.",
                "{'minutes': '90'}                        | minutes          | Un nombre entier est attendu.",
                "{'minutes': true}                        | minutes          | Un nombre entier est attendu.",
                "{'siret': '12345678901234'}              | siret            | Le SIRET doit avoir 14 chiffres et une"
                        + " clé de contrôle valide.",
                "{'count': 2147483648}                    | count            | Ce nombre est hors limites.",
                "{'count': 1e9999}                        | count            | Ce nombre est hors limites.",
                "{'many': 9223372036854775808}            | many             | Ce nombre est hors limites.",
                "{'number': 1e20}                         | number           | Ce nombre est hors limites.",
                "{'number': 0.00000000001}                | number           | Ce nombre est hors limites.",
                "{'exclusive': 'true'}                    | exclusive        | Vrai (true) ou faux (false) est"
                        + " attendu.",
                "{'exclusive': 0}                         | exclusive        | Vrai (true) ou faux (false) est"
                        + " attendu.",
                "{'missions': 'a'}                        | missions         | Une liste est attendue.",
                "{'missions': {'0': 'a'}}                 | missions         | Une liste est attendue.",
                "{'missions': ['a', null]}                | missions[1]      | Ce champ est obligatoire.",
                "{'missions': [['a']]}                    | missions[0]      | Un texte est attendu.",
                "{'circuit': [3]}                         | circuit[0]       | Un objet est attendu.",
                "{'circuit': [{'name': 'a'}, {}]}         | circuit[1].name  | Ce champ est obligatoire.",
                "{'circuit': [{'name': null}]}            | circuit[0].name  | Ce champ est obligatoire.",
                "{'circuit': [{'name': 'a', 'x': 1}]}     | circuit[0].x     | Ce champ n’existe pas.",
            })
    void what_is_wrong_is_named_at_its_place(String json, String field, String message) {
        assertThat(violations(json.replace('\'', '"'), Body.class)).containsExactly(new Violation(field, message));
    }

    @Test
    void everything_that_is_wrong_is_named_at_once() {
        var json = """
            {"name": 1, "step": {"name": "x", "expectedOn": "hier", "colour": 1}, "extra": null}
            """;

        assertThat(violations(json, Required.class))
                .containsExactly(
                        new Violation("name", "Un texte est attendu."),
                        new Violation("step.expectedOn", "Une date est attendue, par exemple 2026-01-31."),
                        new Violation("step.colour", "Ce champ n’existe pas."),
                        new Violation("extra", "Ce champ n’existe pas."),
                        new Violation("missions", "Ce champ est obligatoire."));
    }

    @Test
    void an_invariant_of_the_record_itself_is_a_violation_of_the_whole() {
        assertThat(violations("{\"from\": \"2026-02-01\", \"until\": \"2026-01-01\"}", Ordered.class))
                .containsExactly(new Violation("", "La fin précède le début."));
    }

    @Test
    void a_record_that_cannot_stand_without_a_missing_part_adds_nothing_to_what_is_named() {
        assertThat(violations("{\"from\": \"2026-02-01\"}", Ordered.class))
                .containsExactly(new Violation("until", "Ce champ est obligatoire."));
    }

    @Test
    void rules_are_asked_in_a_second_pass_and_repeat_nothing() {
        var reader = new RequestReader(body -> List.of(
                new Violation("name", "Trop court."),
                new Violation("step.name", "Trop court."),
                new Violation("missions[0]", "Trop court.")));

        var refused = refusal(() -> reader.read(
                bytes("{\"name\": 1, \"missions\": [\"\"], \"step\": {\"name\": \"x\", \"more\": 1}}"),
                Required.class));

        assertThat(refused.violations())
                .containsExactly(
                        new Violation("name", "Un texte est attendu."),
                        new Violation("step.more", "Ce champ n’existe pas."),
                        new Violation("step.name", "Trop court."),
                        new Violation("missions[0]", "Trop court."));
    }

    @Test
    void texts_have_a_bound() {
        assertThat(READER.read(bytes("{\"text\": \"" + "é".repeat(20_000) + "\"}"), Body.class)
                        .text())
                .hasSize(20_000);
        assertThat(violations("{\"text\": \"" + "é".repeat(20_001) + "\"}", Body.class))
                .containsExactly(new Violation("text", "Ce texte dépasse 20 000 caractères."));
    }

    @Test
    void lists_have_a_bound() {
        assertThat(READER.read(bytes("{\"missions\": [" + "\"a\",".repeat(999) + "\"a\"]}"), Body.class)
                        .missions())
                .hasSize(1_000);
        assertThat(violations("{\"missions\": [" + "\"a\",".repeat(1_000) + "\"a\"]}", Body.class))
                .containsExactly(new Violation("missions", "Cette liste dépasse 1 000 éléments."));
    }

    @Test
    void no_more_than_a_hundred_violations_are_named() {
        assertThat(violations("{\"missions\": [" + "1,".repeat(900) + "1]}", Body.class))
                .hasSize(100);
    }

    @Test
    void a_name_that_nobody_chose_is_shown_only_as_far_as_it_can_be() {
        assertThat(violations("{\"\\u0000\\ud800%s\": 1}".formatted("x".repeat(500)), Body.class))
                .containsExactly(new Violation("\ufffd\ufffd" + "x".repeat(98), "Ce champ n’existe pas."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "3",
                "\"text\"",
                "",
                " ",
                "{",
                "{}}",
                "{} {}",
                "{} x",
                "{'text': 'a'}",
                "{\"text\": \"a\",}",
                "{text: 1}",
                "{\"count\": 01}",
                "{\"count\": NaN}",
                "{\"count\": +1}",
                "{\"count\": 1.}",
                "/* */ {}",
                "{\"text\": \"a\nb\"}",
                "{\"text\": \"\\x\"}",
                "\ufeff{}",
                "{\"colour\": [}",
                "{\"missions\": [\"a\" \"b\"]}"
            })
    void what_is_not_one_json_object_is_malformed(String json) {
        var bytes = json.isEmpty() ? bytes("\t") : bytes(json);

        assertThat(refusal(() -> READER.read(bytes, Body.class)).code()).isEqualTo(ProblemCode.MALFORMED_JSON);
        assertThat(refusal(() -> RequestReader.canonical(bytes)).code()).isEqualTo(ProblemCode.MALFORMED_JSON);
    }

    static Stream<Arguments> beyond() {
        return Stream.of(
                Arguments.of("{\"a\":".repeat(20) + "1" + "}".repeat(20), "{\"a\":".repeat(21), "plus de 20 niveaux"),
                Arguments.of(
                        "{\"a\":" + "[".repeat(19) + "]".repeat(19) + "}",
                        "{\"a\":" + "[".repeat(500_000),
                        "plus de 20 niveaux"),
                // Braces, brackets and the name are elements too.
                Arguments.of(
                        "{\"a\":[" + "1,".repeat(19_994) + "1]}",
                        "{\"a\":[" + "1,".repeat(20_000) + "1]}",
                        "plus de 20 000 éléments"),
                Arguments.of(
                        "{\"a\":" + "1".repeat(100) + "}", "{\"a\":" + "1".repeat(101) + "}", "un nombre du corps"),
                Arguments.of(
                        "{\"a\":0." + "1".repeat(90) + "}",
                        "{\"a\":0." + "1".repeat(900_000) + "}",
                        "un nombre du corps"),
                Arguments.of(
                        "{\"" + "n".repeat(1_000) + "\":1}", "{\"" + "n".repeat(1_001) + "\":1}", "un nom de champ"));
    }

    @ParameterizedTest
    @MethodSource("beyond")
    void what_goes_beyond_a_limit_is_refused_by_its_name_and_what_reaches_it_is_read(
            String within, String beyond, String limit) {
        assertThat(refusal(() -> READER.read(bytes(within), Body.class)).code())
                .as("read to its end, and told that there is no such field")
                .isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(RequestReader.canonical(bytes(within))).isNotEmpty();
        for (var reading : List.<ThrowingCallable>of(
                () -> READER.read(bytes(beyond), Body.class), () -> RequestReader.canonical(bytes(beyond)))) {
            var refused = refusal(reading);
            assertThat(refused.code()).isEqualTo(ProblemCode.LIMIT_EXCEEDED);
            assertThat(refused.detail()).containsIgnoringCase(limit);
        }
    }

    @Test
    void bad_utf_8_is_malformed() {
        for (var bad :
                List.of(new byte[] {(byte) 0xc0, (byte) 0x80}, new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80})) {
            var json = new byte[bad.length + 12];
            System.arraycopy(bytes("{\"text\": \""), 0, json, 0, 10);
            System.arraycopy(bad, 0, json, 10, bad.length);
            System.arraycopy(bytes("\"}"), 0, json, 10 + bad.length, 2);

            assertThat(refusal(() -> READER.read(json, Body.class)).code()).isEqualTo(ProblemCode.MALFORMED_JSON);
        }
    }

    @Test
    void where_the_json_breaks_is_told() {
        assertThat(refusal(() -> READER.read(bytes("{\"text\":\n x}"), Body.class))
                        .detail())
                .contains("ligne 2, colonne");
    }

    @Test
    void a_type_that_no_body_can_hold_is_a_mistake_of_ours() {
        record Unreadable(Thread thread) {}

        assertThatThrownBy(() -> READER.read(bytes("{\"thread\": 1}"), Unreadable.class))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a': 1, 'b': [true, null]}  | {'b':[true,null],'a':1.0}",
                "{'a': 'é'}                   | {'a': '\\u00e9'}",
                "{'a': 100}                   | {'a': 1e2}",
                "{'a': {'c': 0, 'b': ''}}     | {'a': {'b': '', 'c': 0.0}}",
            })
    void bodies_that_say_the_same_have_one_canonical_form(String one, String other) {
        assertThat(canonical(one)).isEqualTo(canonical(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a': 1}         | {'a': '1'}",
                "{'a': null}      | {}",
                "{'a': [1, 2]}    | {'a': [2, 1]}",
                "{'a': ['b','c']} | {'a': ['bc']}",
                "{'a': [[1], 2]}  | {'a': [[1, 2]]}",
                "{'a': true}      | {'a': 'true'}",
                "{'a': {'b': 1}}  | {'a': 1, 'b': 1}",
            })
    void bodies_that_say_other_things_have_other_canonical_forms(String one, String other) {
        assertThat(canonical(one)).isNotEqualTo(canonical(other));
    }

    @Property(tries = 2_000)
    void no_bytes_give_anything_but_a_record_or_a_problem(@ForAll byte[] bytes) {
        isAnswered(bytes);
    }

    @Property(tries = 5_000)
    void no_text_of_json_tokens_gives_anything_but_a_record_or_a_problem(@ForAll("almostJson") String json) {
        isAnswered(bytes(json));
        isAnswered(bytes("{" + json + "}"));
    }

    @Provide
    Arbitrary<String> almostJson() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\"",
                        "null",
                        "true",
                        "-",
                        "1e99999",
                        "-0.0",
                        "1e-99999999999",
                        "0",
                        "12.345",
                        "\"text\":",
                        "\"day\":",
                        "\"at\":",
                        "\"amount\":",
                        "\"minutes\":",
                        "\"circuit\":",
                        "\"name\":",
                        "\"missions\":",
                        "\"decision\":",
                        "\"2026-02-30\"",
                        "\"\\ud800\"",
                        "\"\\u0000\"",
                        "\"CLOSE\"",
                        "\\",
                        " ",
                        "é")
                .list()
                .ofMaxSize(20)
                .map(tokens -> String.join("", tokens));
    }

    private static void isAnswered(byte[] body) {
        try {
            assertThat(READER.read(body, Body.class)).isNotNull();
        } catch (InvalidRequest refused) {
            var problem = Json.mapper().build().writeValueAsString(Problem.of(refused, "trace"));
            assertThat(problem).contains(refused.code().code());
        }
        try {
            assertThat(RequestReader.canonical(body)).isNotEmpty();
        } catch (InvalidRequest refused) {
            assertThat(refused.code()).isIn(ProblemCode.MALFORMED_JSON, ProblemCode.LIMIT_EXCEEDED);
        }
    }

    private static String canonical(String json) {
        return new String(RequestReader.canonical(bytes(json.replace('\'', '"'))), StandardCharsets.UTF_8);
    }

    private static List<Violation> violations(String json, Class<? extends Record> type) {
        var refused = refusal(() -> READER.read(bytes(json), type));
        assertThat(refused.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        return refused.violations();
    }

    private static InvalidRequest refusal(ThrowingCallable reading) {
        var refused = catchThrowableOfType(InvalidRequest.class, reading);
        assertThat(refused).isNotNull();
        return refused;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package org.maillage.query.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.kernel.access.AccessTable;
import org.maillage.kernel.epn.EpnId;
import org.maillage.query.OfNoCentre;
import org.maillage.query.Visible;
import org.maillage.query.access.Question.Name;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Nobody is let through to a handler of which the check does not know what a request to it is about. */
class QuestionTest {

    private static final String ROOT = "/api/v1";

    /** Every handler of the API on this side with its path. */
    private static Map<String, Method> handlers() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        var handlers = new TreeMap<String, Method>();
        for (var found : scanner.findCandidateComponents("org.maillage.query")) {
            var controller = load(String.valueOf(found.getBeanClassName()));
            if (controller.getEnclosingClass() != QuestionTest.class) {
                Arrays.stream(controller.getDeclaredMethods())
                        .forEach(method -> paths(controller, method).stream()
                                .filter(path -> path.startsWith(ROOT))
                                .forEach(path -> handlers.put(path, method)));
            }
        }
        return handlers;
    }

    private static List<String> paths(Class<?> controller, Method method) {
        var mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        var parent = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
        return mapping == null
                ? List.of()
                : Arrays.stream(mapping.path())
                        .map(path -> (parent == null ? "" : parent.path()[0]) + path)
                        .toList();
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, QuestionTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void every_handler_of_this_side_is_found() {
        assertThat(handlers())
                .hasSizeGreaterThan(45)
                .containsKeys(
                        ROOT + "/epns",
                        ROOT + "/persons/{id}/photo",
                        ROOT + "/ledger/inclusion",
                        ROOT + "/epns/{id}/access-grants");
    }

    @TestFactory
    List<DynamicTest> the_check_knows_what_is_asked_by() {
        return handlers().entrySet().stream()
                .map(handler -> DynamicTest.dynamicTest(handler.getKey(), () -> {
                    var question = Question.of(handler.getValue(), handler.getKey());
                    assertThat(AccessTable.rows())
                            .as("the table of roles")
                            .containsKey("GET " + handler.getKey().substring(ROOT.length()));
                    if (handler.getKey().contains("{id}")) {
                        assertThat(question.names()).extracting(Name::text).contains("id");
                    }
                }))
                .toList();
    }

    private static Question question(String path) {
        return Question.of(Objects.requireNonNull(handlers().get(ROOT + path), path), ROOT + path);
    }

    @Test
    void what_a_path_and_a_parameter_name_is_known() throws Exception {
        assertThat(question("/persons/{id}/photo"))
                .isEqualTo(new Question(List.of(new Name("id", Thing.PERSON, true, true)), false, false));
        assertThat(question("/time-entries"))
                .isEqualTo(new Question(
                        List.of(
                                new Name("partnershipId", Thing.PARTNERSHIP, false, false),
                                new Name("personId", Thing.PERSON, false, false)),
                        true,
                        false));
        assertThat(question("/ledger/inclusion")).isEqualTo(new Question(List.of(), false, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "names_what_nobody_knows",
                "names_it_as_a_text",
                "names_several",
                "names_it_by_its_type",
                "names_nothing",
                "names_it_when_it_likes",
                "names_it_unless_told",
                "names_in_its_path",
                "says_that_it_shows_nothing_but_names_a_centre",
                "says_that_it_shows_nothing_but_takes_what_is_visible"
            })
    void a_handler_that_leaves_something_open_answers_nobody(String name) {
        var handler = Arrays.stream(Open.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(() -> Question.of(handler, ROOT + "/epns/{id}/gossip/{about}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(name);
    }

    /** None of these is ever called. */
    @SuppressWarnings({"UnusedMethod", "UnusedVariable"})
    private static final class Open {

        void names_what_nobody_knows(@PathVariable UUID id, @RequestParam UUID rumour) {}

        void names_it_as_a_text(@PathVariable UUID id, @RequestParam String rumourId) {}

        void names_several(@PathVariable UUID id, @RequestParam List<UUID> rumours) {}

        void names_it_by_its_type(@PathVariable UUID id, @RequestParam EpnId other) {}

        void names_nothing(@RequestParam boolean loud) {}

        void names_it_when_it_likes(@RequestParam(required = false) @Nullable UUID epnId) {}

        void names_it_unless_told(@RequestParam(defaultValue = "0") UUID epnId) {}

        void names_in_its_path(@PathVariable UUID id, @PathVariable String about) {}

        @OfNoCentre
        void says_that_it_shows_nothing_but_names_a_centre(@RequestParam UUID epnId) {}

        @OfNoCentre
        void says_that_it_shows_nothing_but_takes_what_is_visible(Visible visible) {}
    }
}

package org.maillage.infra.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.maillage.command.Refusal;
import org.maillage.command.UnknownReference;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.wire.ProblemCode;
import org.maillage.query.OperationRefused;
import org.maillage.query.UnknownResource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;

/**
 * Every code that a program can meet is listed in {@code infra/docs/codes.md}, with what people read beside it, and every refusal is
 * shown by a test. The main method writes the document.
 */
class CodesTest {

    private static final Path DOCUMENT = Sources.root().resolve("infra/docs/codes.md");
    private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    @Test
    void the_document_lists_every_code() throws Exception {
        assertThat(Files.readString(DOCUMENT))
                .as("run CodesTest.main to write it")
                .isEqualTo(document());
    }

    @Test
    void every_refusal_is_shown_by_a_test() throws Exception {
        var words = new StringBuilder();
        for (var test : Sources.tests()) {
            if (!test.endsWith("CodesTest.java")) {
                words.append(Files.readString(test));
            }
        }
        var shown = Arrays.stream(words.toString().split("[^A-Za-z0-9-]+")).collect(Collectors.toSet());

        var untested = refusals().stream()
                .filter(refusal -> !shown.contains(refusal.getSimpleName()) && !shown.contains(Refusal.codeOf(refusal)))
                .map(Class::getSimpleName)
                .toList();

        assertThat(refusals()).hasSizeGreaterThan(40);
        assertThat(untested).isEmpty();
    }

    /** Writes the document. */
    public static void main(String[] arguments) throws Exception {
        Files.writeString(DOCUMENT, document());
    }

    private static String document() throws IOException {
        var text = new StringBuilder("""
            # Codes

            Programs read codes, people read French. A code never changes its meaning. `/openapi.json` lists the same ones.
            This page is written by `CodesTest.main` and held by its test.

            ## Refusals of domain rules

            | code | status | what people read |
            |---|---|---|
            """);
        var rows = new TreeMap<String, String>();
        for (var refusal : refusals()) {
            if (isOfAnyRequest(refusal)) {
                continue;
            }
            rows.put(
                    Refusal.codeOf(refusal),
                    (UnknownReference.class.isAssignableFrom(refusal) ? "404" : status(refusal)) + " | "
                            + message(refusal));
        }
        rows.forEach((code, rest) -> row(text, code, rest));
        text.append("""

            ## Refusals of operations (`/operations`)

            | code | status | what people read |
            |---|---|---|
            """);
        var operations = new TreeMap<String, String>();
        for (var refused : made(OperationRefused.class)) {
            operations.put(refused.code(), "409 | " + refused.detail());
        }
        for (var unknown : made(UnknownResource.class)) {
            if (!rows.containsKey(unknown.code())) {
                operations.put(unknown.code(), "404 | " + unknown.detail());
            }
        }
        operations.forEach((code, rest) -> row(text, code, rest));
        text.append("""

            ## Problems that any request can meet

            | code | status | what people read |
            |---|---|---|
            """);
        for (var problem : ProblemCode.values()) {
            row(text, problem.code(), problem.status() + " | " + problem.detail());
        }
        text.append("""

            ## Warnings

            Accepted, recorded or derived, and shown with the partnership until a later fact resolves them.

            | code | what people read |
            |---|---|
            """);
        for (var warning : Warning.values()) {
            row(text, warning.code(), warning.text());
        }
        return text.toString();
    }

    /** One factory method for each. */
    private static <T> List<T> made(Class<T> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getReturnType() == type && method.getParameterCount() == 0)
                .<T>map(method -> {
                    try {
                        return type.cast(method.invoke(null));
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private static boolean isOfAnyRequest(Class<? extends Refusal> refusal) {
        return Arrays.stream(ProblemCode.values())
                .anyMatch(problem -> problem.code().equals(Refusal.codeOf(refusal)));
    }

    private static void row(StringBuilder text, String code, String rest) {
        text.append("| `").append(code).append("` | ").append(rest).append(" |\n");
    }

    private static String status(Class<?> refusal) throws IOException {
        var overridden =
                Pattern.compile("int status\\(\\)\\s*\\{\\s*return (\\d{3});").matcher(body(refusal));
        return overridden.find() ? overridden.group(1) : "409";
    }

    /** What its constructor says, with an ellipsis for what depends on the case. */
    private static String message(Class<?> refusal) throws IOException {
        var source = body(refusal);
        var from = source.indexOf("super(") + "super(".length();
        var words = STRING.matcher(source.substring(from, source.indexOf(");\n", from)));
        var message = new StringBuilder();
        var end = 0;
        while (words.find()) {
            message.append(end > 0 && words.start() - end > 8 ? "…" : "").append(words.group(1));
            end = words.end();
        }
        return message.toString().replaceAll(":[\u00a0 ]\\.$", ":\u00a0….").replaceAll("\\s+", " ");
    }

    private static String body(Class<?> refusal) throws IOException {
        var outermost = refusal;
        while (outermost.getDeclaringClass() != null) {
            outermost = outermost.getDeclaringClass();
        }
        var file = Sources.root()
                .resolve("command-side/src/main/java/" + outermost.getName().replace('.', '/') + ".java");
        var source = Files.readString(file);
        return source.substring(source.indexOf("class " + refusal.getSimpleName() + " "));
    }

    private static List<Class<? extends Refusal>> refusals() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(Refusal.class));
        Map<String, Class<? extends Refusal>> found = new TreeMap<>();
        for (var candidate : scanner.findCandidateComponents("org.maillage.command")) {
            try {
                var type = Class.forName(candidate.getBeanClassName(), false, CodesTest.class.getClassLoader())
                        .asSubclass(Refusal.class);
                found.put(type.getName(), type);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
        return List.copyOf(found.values());
    }
}

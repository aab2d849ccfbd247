package org.maillage.infra.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/**
 * Every Java source has the one form that palantir-java-format gives it. A test, rather than a Maven plugin, because the formatter
 * needs the compiler of the JDK that the sources are written for, and Maven may run on an older one. Its main method applies it.
 */
class FormatTest {

    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    @Test
    void every_source_is_formatted() throws Exception {
        var unformatted = new ArrayList<Path>();
        var sources = Sources.all();
        for (var source : sources) {
            var text = Files.readString(source);
            if (!formatted(text).equals(text)) {
                unformatted.add(source);
            }
        }

        assertThat(sources).hasSizeGreaterThan(100);
        assertThat(unformatted).as("run FormatTest.main to format these").isEmpty();
    }

    @Test
    void a_source_that_is_not_formatted_is_noticed() throws Exception {
        assertThat(formatted("class A { int b ; }")).isEqualTo("class A {\n    int b;\n}\n");
        assertThat(formatted("import java.util.List;\n\nclass A {}\n")).isEqualTo("class A {}\n");
    }

    /** Formats what is not. */
    public static void main(String[] arguments) throws Exception {
        for (var source : Sources.all()) {
            var text = Files.readString(source);
            var formatted = formatted(text);
            if (!formatted.equals(text)) {
                Files.writeString(source, formatted);
            }
        }
    }

    private static String formatted(String source) throws FormatterException {
        return FORMATTER.formatSourceAndFixImports(source);
    }
}

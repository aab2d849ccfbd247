package org.maillage.infra.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The project as its authors see it: files in a directory. */
final class Sources {

    private static final List<String> MODULES =
            List.of("shared-kernel", "shared-edge", "command-side", "query-side", "infra");

    private Sources() {}

    /** Tests run in their module, people in the root. */
    static Path root() {
        var here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("shared-kernel"))
                ? here
                : here.resolve("..").normalize();
    }

    /** Every Java file of every module, tests included. */
    static List<Path> all() throws IOException {
        return in("src");
    }

    /** Every Java file that holds tests or helps them. */
    static List<Path> tests() throws IOException {
        return in("src/test/java");
    }

    private static List<Path> in(String directory) throws IOException {
        var sources = new ArrayList<Path>();
        for (var module : MODULES) {
            try (Stream<Path> files = Files.walk(root().resolve(module).resolve(directory))) {
                files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
            }
        }
        return sources;
    }
}

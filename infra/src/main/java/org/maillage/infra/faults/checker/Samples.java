package org.maillage.infra.faults.checker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What the {@link Sampler} saw, one line after the other. */
final class Samples {

    private Samples() {}

    /** Those of one sort. */
    static void read(Path file, String what, Consumer<JsonNode> each) throws IOException {
        try (var lines = Files.newBufferedReader(file, UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.contains("\"what\":\"" + what + "\"")) {
                    continue;
                }
                JsonNode sample;
                try {
                    sample = Json.read(line);
                } catch (JacksonException torn) {
                    // The last one, when the sampler was killed.
                    continue;
                }
                each.accept(sample);
            }
        }
    }
}

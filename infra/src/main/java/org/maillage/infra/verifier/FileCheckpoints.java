package org.maillage.infra.verifier;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Checkpoints that somebody kept: one, several, an array of them, or what the HTTP interface answered, newest or oldest first.
 */
final class FileCheckpoints {

    private FileCheckpoints() {}

    static Checkpoints read(Path file) {
        var found = new ArrayList<Checkpoint>();
        Json.each(file, node -> collect(node, found));
        found.sort(Comparator.comparingLong(Checkpoint::size));
        return Checkpoints.of(found, false);
    }

    private static void collect(JsonNode node, List<Checkpoint> into) {
        if (node.isArray()) {
            node.forEach(element -> collect(element, into));
        } else if (node.has("root")) {
            into.add(Json.checkpoint(node));
        } else {
            for (var name : List.of("items", "checkpoints", "checkpoint")) {
                if (node.has(name)) {
                    collect(node.get(name), into);
                    return;
                }
            }
            throw new IllegalArgumentException("a JSON value that is no checkpoint");
        }
    }
}

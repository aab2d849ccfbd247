package org.maillage.infra.faults.driver;

import java.net.URI;
import java.util.List;

/**
 * Where commands and questions go. A node's number, from 1, is its place in these lists.
 *
 * @param commands roots of the command sides
 * @param queries roots of the query sides
 */
public record Targets(List<URI> commands, List<URI> queries) {

    public Targets {
        commands = List.copyOf(commands);
        queries = List.copyOf(queries);
        if (commands.isEmpty() || queries.isEmpty()) {
            throw new IllegalArgumentException("There is nobody to ask");
        }
    }

    /** Everything behind one door. */
    public static Targets door(URI root) {
        return new Targets(List.of(root), List.of(root));
    }

    URI command(int turn) {
        return commands.get(Math.floorMod(turn, commands.size()));
    }

    String commandName(int turn) {
        return "command-" + (Math.floorMod(turn, commands.size()) + 1);
    }

    URI query(int turn) {
        return queries.get(Math.floorMod(turn, queries.size()));
    }
}

package org.maillage.command.walk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may happen when, drawn by hand. A line names an event, the states in which it may happen, and the state that follows:
 * {@code SessionHeld PLANNED → HELD}; {@code =} for the same state, {@code -} for what has no history yet. {@code NAME := A B}
 * names several states at once.
 */
final class Machine {

    static final String UNBORN = "-";

    /** The same event may have several lines. */
    record Line(String event, Set<String> from, @Nullable String to) {}

    /** @param to the state that follows */
    record Edge(String from, String event, String to) {

        boolean isLoop() {
            return from.equals(to);
        }

        @Override
        public String toString() {
            return from + " --" + event + "→ " + to;
        }
    }

    private final List<Line> lines = new ArrayList<>();

    Machine(String drawn) {
        var groups = new LinkedHashMap<String, List<String>>();
        for (var line : drawn.strip().split("\n")) {
            var words = Arrays.stream(line.strip().split("\\s+"))
                    .filter(word -> !word.isEmpty())
                    .toList();
            if (words.isEmpty()) {
                continue;
            }
            if (words.size() > 1 && words.get(1).equals(":=")) {
                groups.put(words.getFirst(), spread(words.subList(2, words.size()), groups));
            } else {
                lines.add(line(words, groups));
            }
        }
    }

    private static Line line(List<String> words, Map<String, List<String>> groups) {
        var stays = words.getLast().equals("=");
        var from = words.subList(1, words.size() - (stays ? 1 : 2));
        if (!stays && !words.get(words.size() - 2).equals("→") || from.isEmpty()) {
            throw new IllegalArgumentException("No line of a state machine: " + words);
        }
        return new Line(words.getFirst(), new LinkedHashSet<>(spread(from, groups)), stays ? null : words.getLast());
    }

    private static List<String> spread(List<String> words, Map<String, List<String>> groups) {
        return words.stream()
                .flatMap(word -> groups.getOrDefault(word, List.of(word)).stream())
                .toList();
    }

    /** The state after an event; null when it may not happen in this one. */
    @Nullable
    String after(String state, String event) {
        for (var line : lines) {
            if (line.event().equals(event) && line.from().contains(state)) {
                return line.to() == null ? state : line.to();
            }
        }
        return null;
    }

    /** Whether any line names such an event. */
    boolean knows(String event) {
        return lines.stream().anyMatch(line -> line.event().equals(event));
    }

    Set<Edge> edges() {
        var edges = new LinkedHashSet<Edge>();
        for (var line : lines) {
            for (var from : line.from()) {
                edges.add(new Edge(from, line.event(), line.to() == null ? from : line.to()));
            }
        }
        return edges;
    }

    Set<String> states() {
        var states = new LinkedHashSet<String>();
        edges().forEach(edge -> states.add(edge.to()));
        return states;
    }
}

package org.maillage.command.walk;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.maillage.kernel.bilan.BilanState;
import org.maillage.kernel.consent.ImageConsentState;
import org.maillage.kernel.convention.ConventionState;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.kernel.session.SessionState;

/** The state machines that were walked, as Mermaid draws them, for people. */
final class StateMachines {

    private record Shown(String aggregate, String title, Map<String, String> labels) {}

    private static final List<Shown> SHOWN = List.of(
            new Shown(
                    "Partnership",
                    "Partnership (partenariat)",
                    labels(PartnershipState.values(), PartnershipState::label)),
            new Shown(
                    "Convention", "Convention (convention)", labels(ConventionState.values(), ConventionState::label)),
            new Shown(
                    "Session",
                    "Session and its sheet (séance, feuille d’émargement)",
                    with(
                            labels(SessionState.values(), SessionState::label),
                            Map.of("HELD", "tenue, feuille ouverte", "CLOSED", "tenue, feuille close"))),
            new Shown("Bilan", "Bilan (bilan)", labels(BilanState.values(), BilanState::label)),
            new Shown(
                    "ImageConsent",
                    "Image consent (droit à l’image)",
                    labels(ImageConsentState.values(), ImageConsentState::label)),
            new Shown(
                    "DatePoll",
                    "Date poll (sondage de dates)",
                    with(Map.of(), Map.of("OPEN", "ouvert", "CLOSED", "date choisie"))));

    private StateMachines() {}

    static String document(Exploration exploration) {
        var document = new StringBuilder("""
            # State machines

            Drawn by `RandomWalkTest` from what the aggregates did when random commands were sent to them, and compared with this file at
            each build: an arrow is an event that was decided, in a state in which nothing else is. Below each drawing, what may happen
            without a change of state. Run the test with `-Dstate-machines=write` to draw them anew.
            """);
        SHOWN.forEach(shown -> draw(shown, edges(shown, exploration), document));
        return document.toString();
    }

    /** As people see them: what only the walks tell apart is one state. */
    private static Set<Machine.Edge> edges(Shown shown, Exploration exploration) {
        return exploration.edges(shown.aggregate()).stream()
                .map(edge -> new Machine.Edge(Drawn.shown(edge.from()), edge.event(), Drawn.shown(edge.to())))
                .sorted(Comparator.comparing((Machine.Edge edge) -> place(shown, edge.from()))
                        .thenComparing(edge -> place(shown, edge.to()))
                        .thenComparing(Machine.Edge::event))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static int place(Shown shown, String state) {
        return List.copyOf(shown.labels().keySet()).indexOf(state);
    }

    private static void draw(Shown shown, Set<Machine.Edge> edges, StringBuilder document) {
        document.append("\n## ").append(shown.title()).append("\n\n```mermaid\nstateDiagram-v2\n");
        shown.labels().forEach((state, label) -> document.append("    %s : %s<br>%s\n".formatted(state, state, label)));
        var arrows = new LinkedHashMap<String, Set<String>>();
        for (var edge : edges) {
            if (!edge.isLoop()) {
                var from = edge.from().equals(Machine.UNBORN) ? "[*]" : edge.from();
                arrows.computeIfAbsent(from + " --> " + edge.to(), _ -> new TreeSet<>())
                        .add(edge.event());
            }
        }
        if (shown.labels().containsKey("EXPIRED") && shown.aggregate().equals("ImageConsent")) {
            arrows.put("GRANTED --> EXPIRED", Set.of("la date de fin est passée"));
        }
        arrows.forEach(
                (arrow, events) -> document.append("    %s : %s\n".formatted(arrow, String.join("<br>", events))));
        document.append("```\n");
        tell(shown, edges, document);
    }

    private static void tell(Shown shown, Set<Machine.Edge> edges, StringBuilder document) {
        var states = new TreeMap<String, Set<String>>();
        for (var edge : edges) {
            if (edge.isLoop()) {
                states.computeIfAbsent(edge.event(), _ -> new LinkedHashSet<>()).add(edge.from());
            }
        }
        if (!states.isEmpty()) {
            document.append("\n| without a change of state | in |\n|---|---|\n");
            states.forEach((event, in) -> document.append("| %s | %s |\n".formatted(event, String.join(", ", in))));
        }
    }

    private static <S extends Enum<S>> Map<String, String> labels(
            S[] states, java.util.function.Function<S, String> label) {
        var labels = new LinkedHashMap<String, String>();
        for (var state : states) {
            labels.put(state.name(), label.apply(state));
        }
        return labels;
    }

    private static Map<String, String> with(Map<String, String> labels, Map<String, String> others) {
        var all = new LinkedHashMap<>(labels);
        new TreeMap<>(others).descendingMap().forEach(all::put);
        return all;
    }
}

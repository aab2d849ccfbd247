package org.maillage.infra.faults.checker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Every query node answers with the figures and the histories that follow from the events, and all of them alike. */
final class AnswersCheck implements Check {

    /** So many partnerships: those with the longest histories, and others at random. */
    private static final int ASKED = 40;

    private static final int TRIES = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final List<StoredEvent> events;
    private final List<URI> nodes;
    private final String bearer;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private int questions;

    AnswersCheck(List<StoredEvent> events, List<URI> nodes, @Nullable String bearer) {
        if (nodes.isEmpty() || bearer == null) {
            throw new IllegalArgumentException("There is nobody to ask, or no token to ask with");
        }
        this.events = events;
        this.nodes = nodes;
        this.bearer = bearer;
    }

    @Override
    public String name() {
        return "answers";
    }

    @Override
    public String look(Findings findings) throws InterruptedException {
        var figures = new Figures(events);
        var chosen = chosen(figures);
        var now = Instant.MAX;
        var before = events.isEmpty()
                ? Instant.EPOCH
                : events.get((events.size() - 1) / 2).recordedAt();
        for (var partnership : chosen) {
            var path = "/api/v1/partnerships/" + partnership;
            boolean known =
                    figures.history(partnership).getFirst().event.recordedAt().compareTo(before) <= 0;
            compare(path + "/time-cost", figures.timeCost(partnership, now), findings);
            compare(path + "/bilan", figures.bilan(partnership, now), findings);
            if (known) {
                compare(path + "/time-cost?asOf=" + before, figures.timeCost(partnership, before), findings);
                compare(path + "/bilan?asOf=" + before, figures.bilan(partnership, before), findings);
            }
            alike(path, findings);
            for (var node : nodes) {
                history(node, partnership, figures.history(partnership), findings);
            }
        }
        for (var centre : figures.centres().stream().sorted().limit(5).toList()) {
            for (var question : List.of(
                    "/api/v1/pipeline?epnId=" + centre,
                    "/api/v1/compliance?epnId=" + centre,
                    "/api/v1/agenda?epnId=" + centre,
                    "/api/v1/epns/" + centre + "/portfolio",
                    "/api/v1/partners?epnId=" + centre,
                    "/api/v1/projects?epnId=" + centre)) {
                alike(question, findings);
            }
        }
        return questions + " answers of " + nodes.size() + " nodes, on " + chosen.size() + " of "
                + figures.partnerships().size() + " partnerships";
    }

    private static List<String> chosen(Figures figures) {
        var all = new ArrayList<>(new TreeSet<>(figures.partnerships()));
        Collections.shuffle(all, new Random(all.size()));
        var longest = all.stream()
                .sorted(Comparator.comparingInt(
                                (String one) -> figures.history(one).size())
                        .reversed())
                .limit(ASKED / 4)
                .toList();
        var chosen = new ArrayList<>(longest);
        all.removeAll(longest);
        chosen.addAll(all.subList(0, Math.min(all.size(), ASKED - chosen.size())));
        return chosen;
    }

    private void compare(String path, Map<String, @Nullable String> expected, Findings findings)
            throws InterruptedException {
        for (var node : nodes) {
            var answer = ask(node, path, findings);
            if (answer == null) {
                continue;
            }
            var actual =
                    path.contains("/time-cost") ? Figures.timeCost(answer) : Figures.bilan(answer, expected.keySet());
            var names = new TreeSet<>(expected.keySet());
            names.addAll(actual.keySet());
            for (var name : names) {
                if (!Objects.equals(expected.get(name), actual.get(name))
                        || expected.containsKey(name) != actual.containsKey(name)) {
                    findings.add(node + path + " says " + name + " = " + actual.get(name) + ", but by the events it is "
                            + expected.get(name));
                }
            }
        }
    }

    private void alike(String path, Findings findings) throws InterruptedException {
        JsonNode first = null;
        for (var node : nodes) {
            var answer = ask(node, path, findings);
            if (first == null) {
                first = answer;
            } else if (answer != null && !answer.equals(first)) {
                findings.add(node + path + " says something else than " + nodes.getFirst());
            }
        }
    }

    private void history(URI node, String partnership, List<Fact> expected, Findings findings)
            throws InterruptedException {
        var path = "/api/v1/partnerships/" + partnership + "/history?limit=500";
        var items = new ArrayList<JsonNode>();
        for (String cursor = ""; cursor != null; ) {
            var page = ask(node, path + (cursor.isEmpty() ? "" : "&cursor=" + cursor), findings);
            if (page == null) {
                return;
            }
            items.addAll(Json.list(page, "items"));
            cursor = Json.text(page, "next");
        }
        var told = items.stream().map(AnswersCheck::told).toList();
        var happened = expected.stream().map(AnswersCheck::told).toList();
        if (!told.equals(happened)) {
            int same = IntStream.range(0, Math.min(told.size(), happened.size()))
                    .filter(i -> !told.get(i).equals(happened.get(i)))
                    .findFirst()
                    .orElse(Math.min(told.size(), happened.size()));
            findings.add(node + path + " tells " + told.size() + " facts, of " + happened.size()
                    + "; the first that differs is "
                    + (same < happened.size() ? expected.get(same).event.name() : "after the last"));
        }
    }

    private static String told(JsonNode item) {
        return item.get("position") + " " + Json.text(item, "eventId") + " " + Json.text(item, "type") + " "
                + Json.text(item, "occurredOn") + " " + Json.text(item, "recordedAt");
    }

    private static String told(Fact fact) {
        return fact.event.position() + " " + fact.event.id() + " " + fact.type() + " " + fact.happened() + " "
                + fact.event.recordedAt();
    }

    /** Null when there is no answer, which is a finding. */
    private @Nullable JsonNode ask(URI node, String path, Findings findings) throws InterruptedException {
        questions++;
        String last = "";
        for (int tries = 0; tries < TRIES; tries++) {
            try {
                var request = HttpRequest.newBuilder(node.resolve(path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + bearer)
                        .build();
                var answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() == 200) {
                    return Json.read(answer.body());
                }
                last = "status " + answer.statusCode() + ", " + code(answer.body());
                if (answer.statusCode() != 503 && answer.statusCode() != 429) {
                    break;
                }
            } catch (IOException failed) {
                last = failed.getClass().getSimpleName();
            }
            Thread.sleep(Duration.ofMillis(500));
        }
        findings.add(node + path + " gives no answer: " + last);
        return null;
    }

    private static @Nullable String code(byte[] body) {
        var text = new String(body, UTF_8);
        return text.startsWith("{") ? Json.text(Json.read(text), "code") : null;
    }
}

package org.maillage.infra.faults.driver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A command about to be sent: what it says, on what it is decided, and what its answer will teach. */
final class Ask {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private record Hold(Thing thing, boolean alone) {}

    /** What must be read once the command is acknowledged. */
    record ReadBack(String path, String what, Predicate<JsonNode> holds) {}

    private final String path;
    private final String url;
    private final Map<String, @Nullable Object> body = new LinkedHashMap<>();
    private final List<Hold> holds = new ArrayList<>();
    private final List<Consumer<Answer>> lessons = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private @Nullable String csv;
    private @Nullable String text;
    private @Nullable String expects;
    private @Nullable Thing target;
    private @Nullable Long ifMatch;
    private @Nullable ReadBack readBack;
    private @Nullable Ask rival;
    private boolean twice;
    private boolean contested;
    private boolean onlyWhenCool;

    private Ask(String path, String url) {
        this.path = path;
        this.url = url;
    }

    static Ask to(String path) {
        return new Ask(path, path);
    }

    /** To something that is there. */
    static Ask to(String path, Thing target) {
        var ask = new Ask(path, path.replace("{id}", target.id));
        ask.target = target;
        return ask;
    }

    static Ask importing(String path, String query, String csv) {
        var ask = new Ask(path, path + query);
        ask.csv = csv;
        return ask;
    }

    /** A file, which is found again by what it contains: no command, and nobody writes down that it was sent. */
    static Ask storing(Centre centre, String text) {
        var ask = new Ask("/documents", "/documents?epnId=" + centre.id);
        ask.text = text;
        return ask;
    }

    /** A value is a text, number, boolean, map or list; a thing stands for its id; null is left out. */
    Ask with(String field, @Nullable Object value) {
        if (value != null) {
            body.put(field, plain(value));
        }
        return this;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Thing thing -> thing.id;
            case List<?> list -> list.stream().map(Ask::plain).toList();
            case Map<?, ?> map -> {
                // The same order each time, however the map was made.
                var fields = new TreeMap<String, Object>();
                map.forEach((name, part) -> fields.put(name.toString(), plain(part)));
                yield fields;
            }
            case Number number -> number;
            case Boolean truth -> truth;
            default -> value.toString();
        };
    }

    /** The event that comes of it when it is acknowledged; who does not say so allows silence. */
    Ask expecting(String event) {
        expects = event;
        return this;
    }

    /** The event that comes of it unless others did the same meanwhile: then silence is an answer too. */
    Ask expectingUnlessDone(String event) {
        onlyWhenCool = true;
        return expecting(event);
    }

    Ask among(Thing... things) {
        for (var thing : things) {
            holds.add(new Hold(thing, false));
        }
        return this;
    }

    Ask alone(Thing... things) {
        for (var thing : things) {
            holds.add(new Hold(thing, true));
        }
        return this;
    }

    Ask then(Consumer<Answer> lesson) {
        lessons.add(lesson);
        return this;
    }

    /** Once it is over, whatever came of it. */
    Ask afterwards(Runnable last) {
        afterwards.add(last);
        return this;
    }

    Ask readBack(String address, String what, Predicate<JsonNode> such) {
        readBack = new ReadBack(address, what, such);
        return this;
    }

    /** What is new can be read where it is. */
    Ask readNew() {
        return readBack(path + "/{id}", "what is new", _ -> true);
    }

    /** Sent at the same time; at most one of both should be acknowledged. */
    Ask against(Ask other) {
        rival = other;
        contested = true;
        other.contested = true;
        return this;
    }

    /** A refusal teaches nothing: others may have been there first. */
    Ask contested() {
        contested = true;
        return this;
    }

    Ask ifMatch(long version) {
        ifMatch = version;
        return this;
    }

    /** Sent to two nodes at once, under one key. */
    Ask twice() {
        twice = true;
        return this;
    }

    void begin() {
        holds.forEach(hold -> hold.thing().enter(hold.alone()));
    }

    void learn(Answer answer) {
        holds.stream()
                .map(Hold::thing)
                .filter(Partnership.class::isInstance)
                .forEach(thing -> ((Partnership) thing).age++);
        lessons.forEach(lesson -> lesson.accept(answer));
        if (target != null && target.id.equals(answer.id())) {
            target.learns(answer);
        }
    }

    void refused() {
        if (!contested && ifMatch == null) {
            holds.stream().map(Hold::thing).filter(Thing::refused).forEach(Thing::lose);
        }
    }

    /** Nobody will ever know: what it could have changed is no longer known either. */
    void abandoned() {
        holds.stream().filter(Hold::alone).map(Hold::thing).forEach(Thing::lose);
    }

    void end() {
        holds.forEach(hold -> hold.thing().leave(hold.alone()));
        afterwards.forEach(Runnable::run);
    }

    @Nullable
    String expects() {
        return onlyWhenCool && isOnHot() ? null : expects;
    }

    boolean isOnHot() {
        return holds.stream().anyMatch(hold -> hold.thing().hot);
    }

    @Nullable
    Partnership hotPartnership() {
        return holds.stream()
                .map(Hold::thing)
                .filter(thing -> thing.hot && thing instanceof Partnership)
                .map(Partnership.class::cast)
                .findFirst()
                .orElse(null);
    }

    String path() {
        return path;
    }

    String url() {
        return url;
    }

    JsonNode body() {
        return csv == null ? MAPPER.valueToTree(body) : MAPPER.valueToTree(csv);
    }

    boolean isFile() {
        return text != null;
    }

    String mediaType() {
        return csv != null ? "text/csv" : text != null ? "text/plain" : "application/json";
    }

    byte[] bytes() {
        var plain = csv != null ? csv : text;
        return plain == null ? MAPPER.writeValueAsBytes(body) : plain.getBytes(UTF_8);
    }

    @Nullable
    Long ifMatch() {
        return ifMatch;
    }

    /** Null where others could have changed it meanwhile. */
    @Nullable
    ReadBack readBack() {
        var back = readBack;
        return back == null || target == null || isMine(target) ? back : null;
    }

    private boolean isMine(Thing thing) {
        return !thing.hot && holds.contains(new Hold(thing, true));
    }

    @Nullable
    Ask rival() {
        return rival;
    }

    boolean isTwice() {
        return twice;
    }
}

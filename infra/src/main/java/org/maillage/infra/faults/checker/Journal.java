package org.maillage.infra.faults.checker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What the driver wrote down: what it asked for before it asked, and what it was told. */
record Journal(Collection<Op> ops) {

    /** What is known of an operation, or of one of its attempts. */
    enum End {
        OK,
        FAILED,
        /** It may have happened, once, or not. */
        UNKNOWN
    }

    /** One operation, asked for once or several times under one key. */
    static final class Op {
        final long number;
        final String key;
        /** 32 hexadecimal digits, in the metadata of all its events. */
        final String trace;

        final String path;
        /** The type of the event that it makes exactly once; null when silence is legal. */
        final @Nullable String expects;

        final Map<Long, Attempt> attempts = new LinkedHashMap<>();
        /** What the driver itself found wrong: a read without what its token covers, two answers that contradict each other. */
        final List<String> complaints = new ArrayList<>();

        Op(long number, String key, String trace, String path, @Nullable String expects) {
            this.number = number;
            this.key = key;
            this.trace = trace;
            this.path = path;
            this.expects = expects;
        }

        End end() {
            if (attempts.values().stream().anyMatch(attempt -> attempt.end == End.OK)) {
                return End.OK;
            }
            return attempts.values().stream().allMatch(attempt -> attempt.end == End.FAILED) ? End.FAILED : End.UNKNOWN;
        }

        List<Attempt> answers() {
            return attempts.values().stream()
                    .filter(attempt -> attempt.end == End.OK)
                    .toList();
        }

        String name() {
            return "op " + number + " (" + path + ", trace " + trace + ")";
        }
    }

    static final class Attempt {
        End end = End.UNKNOWN;
        int status;

        @Nullable
        String id;

        long version = -1;
    }

    static Journal read(Path file) throws IOException {
        var ops = new LinkedHashMap<Long, Op>();
        var lines = Files.readAllLines(file, UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line;
            try {
                line = Json.read(lines.get(i));
            } catch (JacksonException torn) {
                if (i == lines.size() - 1) {
                    // The driver was stopped while it wrote: whatever was asked for has its line before.
                    break;
                }
                throw new IOException(file + " is unreadable at line " + (i + 1), torn);
            }
            take(line, ops, i + 1);
        }
        return new Journal(new ArrayList<>(ops.values()));
    }

    private static void take(JsonNode line, Map<Long, Op> ops, int number) throws IOException {
        var what = Json.text(line, "what");
        if (what == null || line.get("op") == null) {
            return;
        }
        long id = line.get("op").asLong();
        long attempt = line.get("attempt") == null ? 1 : line.get("attempt").asLong();
        if (what.equals("invoke")) {
            var op = ops.get(id);
            if (op == null) {
                op = new Op(
                        id,
                        required(line, "key", number),
                        required(line, "trace", number),
                        required(line, "path", number),
                        Json.text(line, "expects"));
                ops.put(id, op);
            }
            op.attempts.put(attempt, new Attempt());
            return;
        }
        if (what.equals("stale-read") || what.equals("contradiction")) {
            var about = ops.get(id);
            if (about != null) {
                about.complaints.add(what + ": " + line);
            }
            return;
        }
        var op = ops.get(id);
        var answered = op == null ? null : op.attempts.get(attempt);
        if (answered == null) {
            throw new IOException("Line " + number + " of the journal answers what nobody asked");
        }
        var status = line.get("status");
        answered.status = status == null ? 0 : status.asInt();
        switch (what) {
            case "ok" -> {
                answered.end = End.OK;
                var body = line.get("body");
                answered.id = value(line, body, "id");
                var version =
                        line.get("version") != null ? line.get("version") : body == null ? null : body.get("version");
                answered.version = version == null || !version.isNumber() ? -1 : version.asLong();
            }
            case "fail" -> answered.end = End.FAILED;
            case "unknown" -> answered.end = End.UNKNOWN;
            default -> throw new IOException("Line " + number + " of the journal says " + what);
        }
    }

    private static @Nullable String value(JsonNode line, @Nullable JsonNode body, String field) {
        var own = Json.text(line, field);
        return own != null || body == null ? own : Json.text(body, field);
    }

    private static String required(JsonNode line, String field, int number) throws IOException {
        var value = Json.text(line, field);
        if (value == null) {
            throw new IOException("Line " + number + " of the journal has no " + field);
        }
        return value;
    }
}

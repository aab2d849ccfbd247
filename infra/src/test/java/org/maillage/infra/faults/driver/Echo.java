package org.maillage.infra.faults.driver;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Acknowledges whatever it hears, with what the real answers would add: enough for a plan to go on. */
final class Echo {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final SplittableRandom random = new SplittableRandom(7);
    private final Map<String, Long> versions = new HashMap<>();

    Answer to(Ask ask) {
        var body = MAPPER.createObjectNode();
        var parts = ask.url().split("/", -1);
        var id = parts.length > 2 && !ask.path().equals("/partners/imports") ? parts[2] : id();
        body.put("id", id).put("version", versions.merge(id, 1L, Long::sum));
        for (var part : new String[] {
            "pledgeId",
            "receiptId",
            "costId",
            "milestoneId",
            "constraintId",
            "documentId",
            "toolId",
            "needId",
            "rescheduledAs",
            "renewedAs",
            "versionHash",
            "sha256"
        }) {
            body.put(part, id());
        }
        body.putArray("sessionIds").add(id());
        body.putArray("rows").addObject().put("partnerId", id()).put("name", "Organisme");
        return new Answer(200, body);
    }

    private String id() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}

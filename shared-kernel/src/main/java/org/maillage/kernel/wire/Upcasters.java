package org.maillage.kernel.wire;

import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * How old revisions become new ones: one step per revision, on the JSON tree. The golden files of every revision ever written
 * stay readable through here.
 */
final class Upcasters {

    /** From {@code name.vN} to {@code N + 1}. */
    private static final Map<String, UnaryOperator<ObjectNode>> STEPS = Map.of(
            "EpnRegistered.v1",
            json -> {
                json.putArray("domains");
                return json.putNull("positioning");
            },
            "EpnRegistered.v2",
            json -> json.putNull("administrator"),
            "PartnerRegistered.v1",
            json -> {
                json.putNull("address").putNull("epciCode").putArray("objectives");
                return json;
            },
            "ConventionDrafted.v1",
            json -> json.putNull("validUntil"),
            "ConventionRevised.v1",
            json -> json.putNull("validUntil"),
            "SessionPlanned.v1",
            json -> json.put("imagesTaken", false),
            "BilanDrafted.v1",
            json -> json.putNull("draftedBy"));

    private Upcasters() {}

    static ObjectNode upcast(String name, int from, int to, ObjectNode json) {
        return upcast(STEPS, name, from, to, json);
    }

    static ObjectNode upcast(
            Map<String, UnaryOperator<ObjectNode>> steps, String name, int from, int to, ObjectNode json) {
        var tree = json;
        for (int revision = from; revision < to; revision++) {
            var step = steps.get(name + ".v" + revision);
            if (step == null) {
                throw new UnknownEventType(name + " revision " + revision);
            }
            tree = step.apply(tree);
        }
        return tree;
    }
}

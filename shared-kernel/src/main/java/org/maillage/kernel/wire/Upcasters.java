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
    private static final Map<String, UnaryOperator<ObjectNode>> STEPS = Map.of();

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

package org.maillage.kernel.wire;

import org.maillage.kernel.Event;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Events to bytes and back. What is stored is what is published, byte for byte. */
public final class EventCodec {

    private static final JsonMapper MAPPER = Json.mapper().build();

    private EventCodec() {}

    public static byte[] write(Event event) {
        return MAPPER.writeValueAsBytes(event);
    }

    /**
     * Reads any revision ever written.
     *
     * @throws UnknownEventType for a type or a revision of which this build knows nothing
     * @throws UnreadableEvent for bytes that are not an event of that type
     */
    public static Event read(String name, int revision, byte[] json) {
        var type = EventCatalogue.named(name);
        if (revision < 1 || revision > type.revision()) {
            throw new UnknownEventType(name + " revision " + revision);
        }
        try {
            if (revision == type.revision()) {
                return MAPPER.readValue(json, type.record());
            }
            var tree = (ObjectNode) MAPPER.readTree(json);
            return MAPPER.treeToValue(Upcasters.upcast(name, revision, type.revision(), tree), type.record());
        } catch (JacksonException e) {
            throw new UnreadableEvent(name, revision, e);
        }
    }
}

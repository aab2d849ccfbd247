package org.maillage.query.persondata;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.person.PersonEvent.*;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.wire.EventCodec;
import org.maillage.kernel.wire.Json;
import org.maillage.query.intake.PersonNames;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whose export it is. Others appear in it unnamed and without ids: one’s access must not cost others theirs (RGPD art. 15, 4).
 *
 * @param reader null once erased
 */
record DataSubject(PersonId id, PersonNames.@Nullable Reader reader, String fullName) {

    static final String SOMEBODY = "une autre personne";

    private static final JsonMapper MAPPER = Json.mapper().build();

    String called(PersonId person) {
        return person.equals(id) ? fullName : SOMEBODY;
    }

    /** The event’s data as far as it is the person’s: decrypted, and nobody else’s id in it. */
    ObjectNode own(Event event) {
        var data = (ObjectNode) MAPPER.readTree(EventCodec.write(event));
        if (event instanceof PersonEvent personal) {
            decrypt(personal, data);
            return data;
        }
        var others = new HashSet<String>();
        Leaves.visit(event, (_, value) -> {
            if (value instanceof PersonId person && !person.equals(id)) {
                others.add(person.toString());
            }
        });
        if (!others.isEmpty()) {
            leaveOut(others, data);
        }
        return data;
    }

    private void decrypt(PersonEvent event, ObjectNode data) {
        switch (event) {
            case PersonRegistered e ->
                clear(data, PersonRegistered.class, e.keyVersion(), e.fullName(), e.email(), e.phone());
            case PersonRevised e ->
                clear(data, PersonRevised.class, e.keyVersion(), e.fullName(), e.email(), e.phone());
            case PersonPhotoSet _ -> data.remove("photo");
            case PersonErased _ -> {}
        }
        data.remove("keyVersion");
    }

    private void clear(
            ObjectNode data,
            Class<? extends PersonEvent> in,
            int keyVersion,
            Ciphertext fullName,
            @Nullable Ciphertext email,
            @Nullable Ciphertext phone) {
        data.put("fullName", reader == null ? PersonNames.ERASED : reader.read(in, "fullName", keyVersion, fullName));
        data.put("email", reader == null || email == null ? null : reader.read(in, "email", keyVersion, email));
        data.put("phone", reader == null || phone == null ? null : reader.read(in, "phone", keyVersion, phone));
    }

    /** A line of a list that is about somebody else goes; elsewhere the id alone does. */
    private void leaveOut(Set<String> others, JsonNode node) {
        if (node instanceof ArrayNode list) {
            for (int i = list.size() - 1; i >= 0; i--) {
                var item = list.get(i);
                if (names(item, others) && !names(item, Set.of(id.toString()))) {
                    list.remove(i);
                } else {
                    leaveOut(others, item);
                }
            }
        } else if (node instanceof ObjectNode object) {
            for (var name : Set.copyOf(object.propertyNames())) {
                var value = object.get(name);
                if (value.isString() && others.contains(value.stringValue())) {
                    object.putNull(name);
                } else {
                    leaveOut(others, value);
                }
            }
        }
    }

    private static boolean names(JsonNode node, Set<String> ids) {
        if (node.isString()) {
            return ids.contains(node.stringValue());
        }
        for (var part : node) {
            if (names(part, ids)) {
                return true;
            }
        }
        return false;
    }

    /** Never the name. */
    @Override
    public String toString() {
        return "DataSubject[" + id + "]";
    }
}

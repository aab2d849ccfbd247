package org.maillage.query.persondata;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.maillage.kernel.Event;
import org.maillage.kernel.Scalar;
import org.maillage.kernel.wire.EventCatalogue;
import org.maillage.kernel.wire.EventType;

/** What people typed into events: the only place where a name can stand in clear, should somebody have written one. */
final class FreeTexts {

    private static final Set<String> TYPES = EventCatalogue.all().stream()
            .filter(type -> mayHold(type.record()))
            .map(EventType::name)
            .collect(Collectors.toUnmodifiableSet());

    private FreeTexts() {}

    /** @param field its path in the event */
    record Text(String field, String text) {}

    static List<Text> of(Event event) {
        var texts = new ArrayList<Text>();
        Leaves.visit(event, (path, value) -> {
            if (value instanceof String text) {
                texts.add(new Text(path, text));
            }
        });
        return texts;
    }

    /** The logical names of the events that may hold any. */
    static Set<String> types() {
        return TYPES;
    }

    private static boolean mayHold(Type type) {
        return switch (type) {
            case ParameterizedType parameterized ->
                Arrays.stream(parameterized.getActualTypeArguments()).anyMatch(FreeTexts::mayHold);
            case Class<?> one when one == String.class -> true;
            case Class<?> one
            when one.isRecord() && !Scalar.class.isAssignableFrom(one) ->
                Arrays.stream(one.getRecordComponents()).anyMatch(part -> mayHold(part.getGenericType()));
            default -> false;
        };
    }
}

package org.maillage.query.persondata;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.Scalar;

/**
 * Every single value in an event, whatever the event: an event that somebody adds tomorrow is searched as well, without anybody
 * having to think of it here.
 */
final class Leaves {

    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            return type.getRecordComponents();
        }
    };

    private Leaves() {}

    /** Names each value by its path through the records: {@code pilotId}, {@code entries.personId}. */
    static void visit(Event event, BiConsumer<String, Object> visitor) {
        visit(event, "", visitor);
    }

    private static void visit(@Nullable Object value, String path, BiConsumer<String, Object> visitor) {
        switch (value) {
            case null -> {}
            case Collection<?> many -> many.forEach(one -> visit(one, path, visitor));
            case Map<?, ?> entries ->
                entries.forEach((key, one) -> {
                    visit(key, path, visitor);
                    visit(one, path, visitor);
                });
            case Record composed
            when !(composed instanceof Scalar<?>) -> {
                for (var component : COMPONENTS.get(composed.getClass())) {
                    visit(read(composed, component), below(path, component.getName()), visitor);
                }
            }
            default -> visitor.accept(path, value);
        }
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static @Nullable Object read(Record composed, RecordComponent component) {
        try {
            return component.getAccessor().invoke(composed);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(composed.getClass() + " does not tell its " + component.getName(), e);
        }
    }
}

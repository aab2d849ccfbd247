package org.maillage.command.walk;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a record is made of; looked up once. */
final class Parts {

    private static final ClassValue<List<Part>> ALL = new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> type) {
            return Stream.of(type.getRecordComponents()).map(Part::of).toList();
        }
    };

    private Parts() {}

    static List<Part> of(Class<?> record) {
        return ALL.get(record);
    }

    /**
     * @param optional whether it may be null
     */
    record Part(String name, Type type, boolean optional, Method accessor) {

        private static Part of(RecordComponent component) {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return new Part(
                    component.getName(),
                    component.getGenericType(),
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                    accessor);
        }

        @Nullable
        Object of(Object record) {
            try {
                return accessor.invoke(record);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        Class<?> raw() {
            return accessor.getReturnType();
        }
    }
}

package org.maillage.kernel.wire;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.Scalar;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.Serializers;

/** How Maillage writes and reads JSON: the same everywhere, strict when reading, exact in numbers. */
public final class Json {

    private Json() {}

    /** A builder to start from; each use may add what it needs, none may make it laxer. */
    public static JsonMapper.Builder mapper() {
        return JsonMapper.builder()
                .addModule(scalars())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY);
    }

    private static JacksonModule scalars() {
        return new SimpleModule("maillage-scalars") {
            private static final long serialVersionUID = 1;

            @Override
            public void setupModule(SetupContext context) {
                context.addSerializers(new Serializers.Base() {
                    @Override
                    public @Nullable ValueSerializer<?> findSerializer(
                            SerializationConfig config,
                            JavaType type,
                            BeanDescription.Supplier description,
                            JsonFormat.Value format) {
                        return type.isTypeOrSubTypeOf(Scalar.class) ? new ScalarSerializer() : null;
                    }
                });
                context.addDeserializers(new Deserializers.Base() {
                    @Override
                    public @Nullable ValueDeserializer<?> findBeanDeserializer(
                            JavaType type, DeserializationConfig config, BeanDescription.Supplier description) {
                        return type.isTypeOrSubTypeOf(Scalar.class) ? new ScalarDeserializer(type.getRawClass()) : null;
                    }

                    @Override
                    public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
                        return Scalar.class.isAssignableFrom(type);
                    }
                });
            }
        };
    }

    private static final class ScalarSerializer extends ValueSerializer<Scalar<?>> {

        @Override
        public void serialize(Scalar<?> scalar, JsonGenerator generator, SerializationContext context) {
            context.writeValue(generator, scalar.value());
        }
    }

    private static final class ScalarDeserializer extends ValueDeserializer<Object> {

        private final Class<?> type;
        private final Class<?> component;
        private final Constructor<?> constructor;

        ScalarDeserializer(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            this.type = type;
            this.component = components[0].getType();
            try {
                this.constructor = type.getDeclaredConstructor(component);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(type + " is no record of one component", e);
            }
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
            var value = context.readValue(parser, component);
            if (value == null) {
                return null;
            }
            try {
                return constructor.newInstance(value);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof InvalidValue invalid) {
                    return context.handleInstantiationProblem(type, value, invalid);
                }
                throw new IllegalStateException(e);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

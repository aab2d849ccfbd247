package org.maillage.command.ledger;

import org.axonframework.serialization.Converter;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;

/** The framework stores nothing by itself: events go through the codec of the published language, commands stay in this JVM. */
final class NothingSerialized implements Serializer {

    @Override
    public <T> SerializedObject<T> serialize(Object object, Class<T> representation) {
        throw unwanted();
    }

    @Override
    public <T> boolean canSerializeTo(Class<T> representation) {
        return false;
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <S, T> T deserialize(SerializedObject<S> serialized) {
        throw unwanted();
    }

    @Override
    public Class<?> classForType(SerializedType type) {
        throw unwanted();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public SerializedType typeForClass(Class type) {
        throw unwanted();
    }

    @Override
    public Converter getConverter() {
        throw unwanted();
    }

    private static IllegalStateException unwanted() {
        return new IllegalStateException("Nothing is stored through the framework's serializer");
    }
}

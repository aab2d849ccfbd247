package org.maillage.edge;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.TextValues;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.ConditionalGenericConverter;

/** Path variables and query parameters are read as bodies are: one strict form per value. */
public final class Parameters implements ConditionalGenericConverter {

    @Override
    public boolean matches(TypeDescriptor source, TypeDescriptor target) {
        return target.getType() != String.class && TextValues.makes(target.getType());
    }

    @Override
    public Set<ConvertiblePair> getConvertibleTypes() {
        return Set.of(new ConvertiblePair(String.class, Object.class));
    }

    @Override
    public @Nullable Object convert(@Nullable Object source, TypeDescriptor from, TypeDescriptor target) {
        return source == null ? null : TextValues.read((String) source, target.getType());
    }
}

package org.maillage.command.walk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Scalar;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerId;

/** The values and texts that events speak of, the latest last. */
final class Mentions {

    private static final int MOST_KEPT = 40;

    private final Map<Class<?>, List<Object>> values = new HashMap<>();
    private final Map<String, List<String>> texts = new HashMap<>();

    List<Object> of(Class<?> type) {
        return values.getOrDefault(type, List.of());
    }

    /** What was said under this name. */
    List<String> texts(String name) {
        return texts.getOrDefault(name, List.of());
    }

    /** The same again, to be added to on its own. */
    Mentions copy() {
        var copy = new Mentions();
        copy.become(this);
        return copy;
    }

    void become(Mentions other) {
        forget();
        other.values.forEach((type, known) -> values.put(type, new ArrayList<>(known)));
        other.texts.forEach((name, known) -> texts.put(name, new ArrayList<>(known)));
    }

    void forget() {
        values.clear();
        texts.clear();
    }

    void note(@Nullable Object value) {
        switch (value) {
            case null -> {}
            case Collection<?> elements -> elements.forEach(this::note);
            case Scalar<?> scalar -> mention(scalar);
            case Record record -> {
                for (var component : Parts.of(record.getClass())) {
                    var part = component.of(record);
                    if (part instanceof String text) {
                        keep(texts.computeIfAbsent(component.name(), _ -> new ArrayList<>()), text);
                    } else if (part instanceof Collection<?> parts) {
                        for (var element : parts) {
                            if (element instanceof String text) {
                                keep(texts.computeIfAbsent(component.name(), _ -> new ArrayList<>()), text);
                            } else {
                                note(element);
                            }
                        }
                    } else {
                        note(part);
                    }
                }
            }
            default -> {}
        }
    }

    private void mention(Object scalar) {
        keep(values.computeIfAbsent(scalar.getClass(), _ -> new ArrayList<>()), scalar);
        // A centre and a partner are parties under their own ids.
        if (scalar instanceof EpnId epn) {
            mention(PartyId.of(epn));
        } else if (scalar instanceof PartnerId partner) {
            mention(PartyId.of(partner));
        }
    }

    private static <T> void keep(List<T> known, T value) {
        known.remove(value);
        known.add(value);
        if (known.size() > MOST_KEPT) {
            known.removeFirst();
        }
    }
}

package org.maillage.command.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.bilan.BilanEvent;
import org.maillage.kernel.bilan.BilanState;
import org.maillage.kernel.consent.ImageConsentEvent;
import org.maillage.kernel.consent.ImageConsentState;
import org.maillage.kernel.convention.ConventionEvent;
import org.maillage.kernel.convention.ConventionState;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.kernel.session.SessionState;

/** What an aggregate knows, and what others make of its events. */
final class Folds {

    private record KernelFold(Class<?> state, Function<List<Event>, Object> of, Function<Object, Enum<?>> name) {}

    @SuppressWarnings("NullAway") // the kernel's folds begin with nothing
    private static final Map<Class<?>, KernelFold> KERNEL = Map.of(
            PartnershipEvent.class,
            new KernelFold(
                    PartnershipStanding.class,
                    history -> Objects.requireNonNull(PartnershipStanding.of(
                            history.stream().map(PartnershipEvent.class::cast).toList())),
                    standing -> ((PartnershipStanding) standing).state()),
            ConventionEvent.class,
            fold(ConventionState.class, (before, event) -> ConventionState.after(before, (ConventionEvent) event)),
            SessionEvent.class,
            fold(SessionState.class, (before, event) -> SessionState.after(before, (SessionEvent) event)),
            BilanEvent.class,
            fold(BilanState.class, (before, event) -> BilanState.after(before, (BilanEvent) event)),
            ImageConsentEvent.class,
            fold(ImageConsentState.class, (_, event) -> ImageConsentState.after((ImageConsentEvent) event)));

    private interface After<S> {
        S apply(@Nullable S before, Event event);
    }

    private Folds() {}

    @SuppressWarnings("NullAway") // the kernel's folds begin with nothing
    private static <S extends Enum<S>> KernelFold fold(Class<S> state, After<S> after) {
        return new KernelFold(
                state,
                history -> {
                    S now = null;
                    for (var event : history) {
                        now = after.apply(now, event);
                    }
                    return now;
                },
                Enum.class::cast);
    }

    /** An aggregate as the decisions left it is the one that its history tells of. */
    static void requireSame(Object live, Object replayed) {
        for (var field : fields(live)) {
            var one = read(field, live);
            var other = read(field, replayed);
            if (!same(one, other)) {
                assertThat(one)
                        .as("%s.%s, live and replayed", live.getClass().getSimpleName(), field.getName())
                        .usingRecursiveComparison()
                        .withStrictTypeChecking()
                        .isEqualTo(other);
            }
        }
    }

    /** As equal as can be: what lies within an aggregate is compared by its fields where it does not compare itself. */
    private static boolean same(@Nullable Object one, @Nullable Object other) {
        if (Objects.equals(one, other)) {
            return true;
        }
        if (one == null || other == null) {
            return false;
        }
        return switch (one) {
            case List<?> elements when other instanceof List<?> others -> sameElements(elements, others);
            case Map<?, ?> map
            when other instanceof Map<?, ?> others ->
                map.keySet().equals(others.keySet())
                        && map.entrySet().stream()
                                .allMatch(entry -> same(entry.getValue(), others.get(entry.getKey())));
            default ->
                one.getClass() == other.getClass()
                        && one.getClass().getName().startsWith("org.maillage.")
                        && !one.getClass().isEnum()
                        && fields(one).stream().allMatch(field -> same(read(field, one), read(field, other)));
        };
    }

    private static boolean sameElements(List<?> one, List<?> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!same(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<Field> fields(Object owner) {
        return Stream.of(owner.getClass().getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .toList();
    }

    /** What the kernel folds from the history is what was drawn, and what the aggregate itself holds. */
    static void requireFolded(Object aggregate, List<Event> history, String drawn) {
        var kernel = KERNEL.get(history.getFirst().getClass().getEnclosingClass());
        if (kernel == null) {
            return;
        }
        var folded = kernel.of().apply(history);
        var name = kernel.name().apply(folded).name();
        if (!drawn.equals(name) && !(name.equals("HELD") && drawn.equals("CLOSED"))) {
            throw new AssertionError("the kernel folds " + name + ", drawn is " + drawn);
        }
        for (var field : aggregate.getClass().getDeclaredFields()) {
            if (field.getType() == kernel.state() && !folded.equals(read(field, aggregate))) {
                throw new AssertionError(
                        "the kernel folds " + folded + ", the aggregate holds " + read(field, aggregate));
            }
        }
    }

    private static @Nullable Object read(Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}

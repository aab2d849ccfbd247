package org.maillage.command.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
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
        for (var field : live.getClass().getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                continue;
            }
            var one = read(field, live);
            var other = read(field, replayed);
            if (!Objects.equals(one, other)) {
                assertThat(one)
                        .as("%s.%s, live and replayed", live.getClass().getSimpleName(), field.getName())
                        .usingRecursiveComparison()
                        .withStrictTypeChecking()
                        .isEqualTo(other);
            }
        }
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

    private static @Nullable Object read(java.lang.reflect.Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}

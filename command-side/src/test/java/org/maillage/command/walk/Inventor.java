package org.maillage.command.walk;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.command.World;
import org.maillage.kernel.Event;
import org.maillage.kernel.Id;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.person.PersonEvent.PersonRevised;

/**
 * Makes commands up: each value out of a small pool, or out of what earlier events mention, so that later commands meet earlier
 * facts. What nobody could send, because the edge makes it or checks it, is put right by {@link Edge}.
 */
final class Inventor {

    private static final int LATELY = 5;

    private final RandomGenerator random;
    private final Function<UUID, List<Event>> histories;
    private final Mentions everywhere = new Mentions();
    private final Mentions here = new Mentions();
    private final Edge edge;
    private long made;

    Inventor(RandomGenerator random, Function<UUID, List<Event>> histories) {
        this.histories = histories;
        this.random = random;
        this.edge = new Edge(this);
    }

    /** What was mentioned so far. */
    Mentions mentions() {
        return everywhere.copy();
    }

    /** Nothing was mentioned but this. */
    void remember(Mentions mentions) {
        everywhere.become(mentions);
    }

    void hear(Event event) {
        everywhere.note(event);
    }

    /**
     * A command of this class.
     *
     * @param fresh whether it begins a history
     * @throws InvalidValue when such a command cannot exist
     */
    <C extends Command> C command(Class<C> type, boolean fresh) {
        here.forget();
        var values = new LinkedHashMap<String, @Nullable Object>();
        for (var component : Parts.of(type)) {
            var begins = fresh && component.name().equals("id");
            var value = begins ? freshId(component.raw()) : value(component, 4);
            values.put(component.name(), value);
            if (component.name().equals("id") && value instanceof Id id) {
                lookAround(id);
            }
        }
        edge.putRight(type, values);
        return type.cast(build(type, values.values().toArray()));
    }

    /** A command to an aggregate is mostly about what happened to it, first and lately. */
    private void lookAround(Id id) {
        var history = histories.apply(id.value());
        if (!history.isEmpty()) {
            here.note(history.getFirst());
            history.subList(Math.max(1, history.size() - LATELY), history.size())
                    .forEach(here::note);
        }
    }

    private List<Object> mentioned(Class<?> type) {
        var near = here.of(type);
        return near.isEmpty() || random.nextBoolean() ? everywhere.of(type) : near;
    }

    private @Nullable Object value(Parts.Part component, int absentOutOfTen) {
        if (component.optional() && chance(absentOutOfTen)) {
            return null;
        }
        return value(component.type(), component.name());
    }

    Object value(Type type, String name) {
        if (type instanceof ParameterizedType generic) {
            return collection(generic, name);
        }
        var raw = (Class<?>) type;
        if (Id.class.isAssignableFrom(raw)) {
            return id(raw);
        }
        if (raw.isEnum()) {
            return oneOf(List.of(raw.getEnumConstants()));
        }
        if (raw.isInterface()) {
            // A question that only the edge can answer: whether two say the same.
            return Proxy.newProxyInstance(raw.getClassLoader(), new Class<?>[] {raw}, new Answer(chance(5)));
        }
        if (raw == String.class) {
            return text(name);
        }
        var pool = Pools.of(raw, name);
        var known = mentioned(raw);
        if (!pool.isEmpty() || !known.isEmpty()) {
            return known.isEmpty() || (!pool.isEmpty() && random.nextInt(10) < 5) ? oneOf(pool) : recent(known);
        }
        if (raw.isRecord()) {
            return record(raw);
        }
        throw new IllegalStateException("The walk knows no values of " + raw + " for " + name);
    }

    private record Answer(boolean same) implements InvocationHandler {

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            return method.getReturnType() == boolean.class ? same : toString();
        }
    }

    private Object record(Class<?> type) {
        var values = new ArrayList<@Nullable Object>();
        for (var component : Parts.of(type)) {
            values.add(value(component, 1));
        }
        return build(type, values.toArray());
    }

    private Object collection(ParameterizedType type, String name) {
        if (type.getRawType() == Class.class) {
            return PersonRevised.class;
        }
        int most = Pools.MAY_BE_EMPTY.contains(name) ? 4 : 3;
        int size = Pools.MAY_BE_EMPTY.contains(name) ? random.nextInt(most) : 1 + random.nextInt(most);
        var elements = new LinkedHashSet<>();
        for (int i = 0; i < size; i++) {
            elements.add(value(type.getActualTypeArguments()[0], name));
        }
        return switch ((Class<?>) type.getRawType()) {
            case Class<?> raw when raw == List.class -> List.copyOf(elements);
            case Class<?> raw when raw == Set.class -> elements;
            case Class<?> raw -> throw new IllegalStateException("The walk knows no " + raw);
        };
    }

    Object freshId(Class<?> type) {
        return build(type, new Object[] {new UUID(99, ++made)});
    }

    private Object id(Class<?> type) {
        var known = mentioned(type);
        return known.isEmpty() || random.nextInt(25) == 0 ? freshId(type) : recent(known);
    }

    private String text(String name) {
        var alias = Pools.ALIASES.getOrDefault(name, name);
        var near = here.texts(alias);
        var same = near.isEmpty() || random.nextBoolean() ? everywhere.texts(alias) : near;
        return same.isEmpty() || random.nextInt(10) < 3 ? oneOf(Pools.TEXTS) : recent(same);
    }

    /** What was mentioned last is what most commands are about. */
    private <T> T recent(List<T> known) {
        var back = random.nextDouble();
        return known.get(known.size() - 1 - (int) (known.size() * back * back));
    }

    <T> T oneOf(List<T> pool) {
        return pool.get(random.nextInt(pool.size()));
    }

    boolean chance(int outOfTen) {
        return random.nextInt(10) < outOfTen;
    }

    static Object build(Class<?> type, @Nullable Object[] values) {
        try {
            var components = new ArrayList<Class<?>>();
            for (var component : Parts.of(type)) {
                components.add(component.raw());
            }
            var constructor = type.getDeclaredConstructor(components.toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidValue invalid) {
                throw invalid;
            }
            throw new AssertionError("No " + type.getSimpleName() + " of " + List.of(values), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Small pools, so that commands meet. */
    private static final class Pools {

        static final Map<String, String> ALIASES = Map.of("step", "name");
        static final List<String> TEXTS = List.of("insertion", "culture", "élu", "site web", "Ville d’Angers");
        static final Set<String> MAY_BE_EMPTY = Set.of(
                "roster",
                "depicts",
                "authorIds",
                "lackedBy",
                "circuit",
                "steps",
                "missions",
                "audiences",
                "domains",
                "ourBenefits",
                "theirBenefits",
                "objectives",
                "positioning");
        private static final LocalDate DAY = World.DAY;
        private static final List<Integer> DAYS = List.of(-400, -40, -1, 0, 1, 40, 400);

        private Pools() {}

        static List<?> of(Class<?> type, String name) {
            return switch (type.getSimpleName()) {
                case "boolean", "Boolean" -> List.of(true, false);
                case "int", "Integer" -> name.equals("count") ? List.of(2, 3) : List.of(1, 2, 5);
                case "long", "Long" -> List.of(1L, 1_000L);
                case "LocalDate" -> DAYS.stream().map(DAY::plusDays).toList();
                case "Instant" ->
                    DAYS.stream()
                            .<Instant>map(
                                    days -> DAY.plusDays(days).atTime(14, 0).toInstant(ZoneOffset.UTC))
                            .toList();
                case "LocalTime" -> List.of(LocalTime.of(9, 0), LocalTime.of(12, 0), LocalTime.of(18, 0));
                case "BigDecimal" ->
                    List.of(new BigDecimal("0.00"), new BigDecimal("10.00"), new BigDecimal("1500.00"));
                case "Money" -> scalars(type, new BigDecimal("0"), new BigDecimal("10"), new BigDecimal("1500"));
                case "Minutes" -> scalars(type, 1, 90, 800, 1_440);
                case "Siret" -> scalars(type, "73282932000074", "35600000000048");
                case "Rna" -> scalars(type, "W123456789", "W987654321");
                case "CommuneCode" -> scalars(type, "49007", "2A004");
                case "EpciCode" -> scalars(type, "244900015");
                case "Role" -> scalars(type, "animatrice", "élu");
                case "VersionHash" -> scalars(type, "0".repeat(64));
                case "Subject" -> scalars(type, "compte-1", "compte-2");
                case "Ciphertext" -> List.of(Inventor.build(type, new Object[] {"c2VjcmV0"}));
                default -> List.of();
            };
        }

        private static List<?> scalars(Class<?> type, Object... values) {
            var scalars = new ArrayList<>();
            for (var value : values) {
                scalars.add(Inventor.build(type, new Object[] {value}));
            }
            return scalars;
        }
    }
}

package org.maillage.command.walk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.maillage.command.Command;
import org.maillage.command.ledger.Policy;
import org.maillage.kernel.Event;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/**
 * An aggregate with its commands and events, as the code declares them.
 *
 * @param commands those that people send
 * @param within those that only follow from other commands
 * @param births the commands that begin a history
 */
record Family(
        Class<?> aggregate,
        Class<? extends Event> event,
        List<Class<? extends Command>> commands,
        List<Class<? extends Command>> within,
        Set<Class<?>> births) {

    /** Every aggregate in the packages below. */
    static List<Family> under(String root) {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(Aggregate.class));
        return scanner.findCandidateComponents(root).stream()
                .map(bean -> type(Objects.requireNonNull(bean.getBeanClassName())))
                .map(Family::of)
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    /** Every class in the packages below that is of this type. */
    static <T> List<Class<? extends T>> kindsOf(Class<T> type, String root) {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter((_, _) -> true);
        var found = new ArrayList<Class<? extends T>>();
        scanner.findCandidateComponents(root).stream()
                .map(bean -> Objects.requireNonNull(bean.getBeanClassName()))
                .sorted()
                .map(Family::type)
                .filter(type::isAssignableFrom)
                .forEach(kind -> found.add(kind.asSubclass(type)));
        return found;
    }

    static Family of(Class<?> aggregate) {
        return of(aggregate, madeForPeople(aggregate)::contains);
    }

    /** One that says itself which commands people send. */
    static Family of(Class<?> aggregate, Predicate<Class<?>> forPeople) {
        var commands = new ArrayList<Class<? extends Command>>();
        var births = new HashSet<Class<?>>();
        for (var method : aggregate.getDeclaredMethods()) {
            if (method.isAnnotationPresent(CommandHandler.class)) {
                commands.add(method.getParameterTypes()[0].asSubclass(Command.class));
                var policy = method.getAnnotation(CreationPolicy.class);
                if (policy != null && policy.value() == AggregateCreationPolicy.ALWAYS) {
                    births.add(method.getParameterTypes()[0]);
                }
            }
        }
        commands.sort((one, other) -> one.getName().compareTo(other.getName()));
        return new Family(
                aggregate,
                eventOf(aggregate),
                commands.stream().filter(forPeople).toList(),
                commands.stream().filter(command -> !forPeople.test(command)).toList(),
                births);
    }

    String name() {
        return aggregate.getSimpleName();
    }

    /** The names of all events that can happen to it. */
    Set<String> eventNames() {
        var names = new LinkedHashSet<String>();
        for (var event : event.getPermittedSubclasses()) {
            names.add(event.getSimpleName());
        }
        return names;
    }

    private static Class<? extends Event> eventOf(Class<?> aggregate) {
        return Stream.of(aggregate.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(EventSourcingHandler.class))
                .map(method -> method.getParameterTypes()[0].<Event>asSubclass(Event.class))
                .findFirst()
                .orElseThrow();
    }

    /** A command that only its aggregate or a policy makes is sent from within. */
    private static Set<Class<?>> madeForPeople(Class<?> aggregate) {
        var made = new HashSet<Class<?>>();
        for (var type : kindsOf(Object.class, aggregate.getPackageName())) {
            if (type != aggregate && !Policy.class.isAssignableFrom(outermost(type)) && isDelivered(type)) {
                made.addAll(makes(type));
            }
        }
        return made;
    }

    private static Class<?> outermost(Class<?> type) {
        var outer = type.getEnclosingClass();
        return outer == null ? type : outermost(outer);
    }

    /** Tests make commands too. */
    private static boolean isDelivered(Class<?> type) {
        var house = Command.class.getProtectionDomain().getCodeSource().getLocation();
        return house.equals(type.getProtectionDomain().getCodeSource().getLocation());
    }

    private static List<Class<?>> makes(Class<?> type) {
        var made = new ArrayList<Class<?>>();
        try (var bytes = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            for (var entry : ClassFile.of()
                    .parse(Objects.requireNonNull(bytes).readAllBytes())
                    .constantPool()) {
                if (entry instanceof MethodRefEntry call
                        && call.name().equalsString("<init>")
                        && call.owner().asInternalName().startsWith("org/maillage/")) {
                    made.add(type(call.owner().asInternalName().replace('/', '.')));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return made;
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, Family.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}

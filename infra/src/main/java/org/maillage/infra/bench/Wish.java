package org.maillage.infra.bench;

import java.lang.reflect.Constructor;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.command.CommandSide;

/** The commands of the features. They keep their types to themselves, so they are made by name. */
final class Wish {

    private static final Map<String, Constructor<?>> KNOWN = new ConcurrentHashMap<>();

    private Wish() {}

    /** {@code of("Partner", "ConfirmPartnerCard", id, on)}. */
    static Command of(String aggregate, String command, @Nullable Object... components) {
        try {
            var constructor =
                    KNOWN.computeIfAbsent(aggregate + "Command$" + command, name -> constructor(aggregate, name));
            return (Command) constructor.newInstance(components);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException("There is no such command as " + command, failed);
        }
    }

    /** A value of a command that its feature keeps to itself: {@code part("Partner", "Card", name, kind, …)}. */
    static Object part(String aggregate, String name, @Nullable Object... components) {
        try {
            var constructor = Class.forName(packageOf(aggregate) + name).getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return constructor.newInstance(components);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException("There is no such value as " + name, failed);
        }
    }

    private static String packageOf(String aggregate) {
        return CommandSide.class.getPackageName() + "." + aggregate.toLowerCase(Locale.ROOT) + ".";
    }

    private static Constructor<?> constructor(String aggregate, String name) {
        try {
            return Class.forName(packageOf(aggregate) + name).getConstructors()[0];
        } catch (ClassNotFoundException unknown) {
            throw new IllegalStateException(unknown);
        }
    }
}

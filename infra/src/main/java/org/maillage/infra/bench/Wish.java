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

    private static Constructor<?> constructor(String aggregate, String name) {
        try {
            return Class.forName(
                            CommandSide.class.getPackageName() + "." + aggregate.toLowerCase(Locale.ROOT) + "." + name)
                    .getConstructors()[0];
        } catch (ClassNotFoundException unknown) {
            throw new IllegalStateException(unknown);
        }
    }
}

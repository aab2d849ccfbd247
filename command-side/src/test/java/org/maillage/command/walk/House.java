package org.maillage.command.walk;

import java.lang.reflect.InvocationTargetException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.maillage.command.Command;
import org.maillage.command.World;
import org.maillage.command.ledger.LedgerInMemory;
import org.maillage.command.ledger.Policy;
import org.maillage.kernel.Event;
import org.maillage.kernel.calendar.BusinessDay;

/** Aggregates and policies together, behind a ledger in memory. */
final class House {

    private static final Clock CLOCK =
            Clock.fixed(World.DAY.plusDays(40).atTime(12, 0).toInstant(ZoneOffset.UTC), BusinessDay.ZONE);

    private final LedgerInMemory ledger = new LedgerInMemory();
    private final List<Family> families;
    private final Map<Class<?>, Family> byEvent = new HashMap<>();

    House(List<Family> families, List<Class<? extends Policy>> policies) {
        this.families = families;
        for (var family : families) {
            byEvent.put(family.event(), family);
            ledger.know(family.aggregate(), resources());
        }
        policies.forEach(policy -> ledger.hear((Policy) made(policy)));
    }

    /** Every aggregate and every policy of the command side. */
    static House whole() {
        return new House(Family.under("org.maillage.command"), Family.kindsOf(Policy.class, "org.maillage.command"));
    }

    LedgerInMemory ledger() {
        return ledger;
    }

    List<Family> families() {
        return families;
    }

    Family family(String name) {
        return families.stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    Family family(Event event) {
        return Objects.requireNonNull(byEvent.get(event.getClass().getEnclosingClass()));
    }

    List<Class<? extends Command>> commands() {
        var commands = new ArrayList<Class<? extends Command>>();
        families.forEach(family -> commands.addAll(family.commands()));
        return commands;
    }

    private List<Object> resources() {
        return List.of(ledger.look(), ledger.claims(), ledger.nested(), CLOCK);
    }

    private Object made(Class<?> type) {
        var constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        var arguments = new ArrayList<>();
        for (var parameter : constructor.getParameterTypes()) {
            arguments.add(resources().stream()
                    .filter(parameter::isInstance)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(type + " needs a " + parameter)));
        }
        try {
            return constructor.newInstance(arguments.toArray());
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}

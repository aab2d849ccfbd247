package org.maillage.kernel.wire;

import java.util.Locale;
import org.maillage.kernel.Event;

/**
 * A type of event as it is stored and published.
 *
 * @param record the Java record that it is read into
 * @param revision the revision that this build writes, from 1; older ones are upcast when read
 */
public record EventType(Class<? extends Event> record, int revision) {

    /** The logical name: {@code ConventionSigned}. */
    public String name() {
        return record.getSimpleName();
    }

    /** The aggregate that decides it: {@code convention}. */
    public String aggregate() {
        var family = record.getDeclaringClass().getSimpleName();
        return family.substring(0, family.length() - "Event".length()).toLowerCase(Locale.ROOT);
    }

    /** The CloudEvents type: {@code org.maillage.convention.ConventionSigned.v1}. */
    public String cloudEventsType() {
        return cloudEventsType(aggregate(), name(), revision);
    }

    /** The CloudEvents type of a stored revision, which may be older than the one this build writes. */
    public static String cloudEventsType(String aggregate, String name, int revision) {
        return "org.maillage." + aggregate + "." + name + ".v" + revision;
    }
}

package org.maillage.kernel.wire;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedCollection;
import org.maillage.kernel.Event;
import org.maillage.kernel.bilan.BilanEvent;
import org.maillage.kernel.consent.ImageConsentEvent;
import org.maillage.kernel.convention.ConventionEvent;
import org.maillage.kernel.deliverable.DeliverableEvent;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.poll.DatePollEvent;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.kernel.timesheet.TimesheetEvent;

/** Every type of event there is, under the logical name by which it is stored and published. */
public final class EventCatalogue {

    private static final List<Class<? extends Event>> FAMILIES = List.of(
            PersonEvent.class,
            EpnEvent.class,
            PartnerEvent.class,
            ProjectEvent.class,
            PartnershipEvent.class,
            ConventionEvent.class,
            SessionEvent.class,
            TimesheetEvent.class,
            BilanEvent.class,
            DeliverableEvent.class,
            ImageConsentEvent.class,
            DatePollEvent.class);

    /** Those of which there is more than one revision, with the newest. */
    private static final Map<String, Integer> REVISIONS = Map.of(
            "EpnRegistered", 3,
            "PartnerRegistered", 2,
            "ConventionDrafted", 2,
            "ConventionRevised", 2,
            "SessionPlanned", 2,
            "BilanDrafted", 2);

    private static final Map<String, EventType> BY_NAME = new LinkedHashMap<>();
    private static final Map<Class<?>, EventType> BY_RECORD = new LinkedHashMap<>();

    static {
        FAMILIES.stream()
                .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
                .map(record -> new EventType(
                        record.asSubclass(Event.class), REVISIONS.getOrDefault(record.getSimpleName(), 1)))
                .forEach(type -> {
                    BY_NAME.put(type.name(), type);
                    BY_RECORD.put(type.record(), type);
                });
    }

    private EventCatalogue() {}

    public static SequencedCollection<EventType> all() {
        return List.copyOf(BY_NAME.values());
    }

    /** @throws UnknownEventType when no such name was ever published: a reader stops there, it never skips */
    public static EventType named(String name) {
        var type = BY_NAME.get(name);
        if (type == null) {
            throw new UnknownEventType(name);
        }
        return type;
    }

    public static EventType of(Class<? extends Event> record) {
        return Objects.requireNonNull(BY_RECORD.get(record), record::getName);
    }
}

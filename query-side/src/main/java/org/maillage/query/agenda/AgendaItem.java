package org.maillage.query.agenda;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.calendar.BusinessDay;

/**
 * Something that has a date.
 *
 * @param at when it begins; null for what is due on a whole day
 * @param on the day on which it is due; exactly one of {@code at} and {@code on}
 * @param until when it ends, as far as that is known
 * @param title French, for people
 * @param id of the session, the milestone, the tool, the poll or the convention; of the partnership for its bilan meeting
 * @param state how far it came, in the words of its kind: {@code PLANNED}, {@code CANCELLED}, {@code REACHED}…
 */
record AgendaItem(
        Kind kind,
        @Nullable Instant at,
        @Nullable LocalDate on,
        @Nullable Instant until,
        String title,
        @Nullable String place,
        UUID partnershipId,
        UUID id,
        String state) {

    /** In the order of time; what falls on the same instant has an order too, so that a list can go on where it stopped. */
    static final Comparator<AgendaItem> ORDER =
            Comparator.comparing(AgendaItem::begins).thenComparing(AgendaItem::tie);

    enum Kind {
        /** Échéance d’une convention. */
        CONVENTION_EXPIRES,
        /** Validation attendue d’un décideur. */
        APPROVAL_DUE,
        /** Séance. */
        SESSION,
        /** Étape du calendrier. */
        MILESTONE,
        /** Réunion de bilan. */
        BILAN_MEETING,
        /** Prise en main d’un outil. */
        TOOL_TRAINING,
        /** Date d’un sondage. */
        DATE_POLL
    }

    /** What is due on a day comes before what happens on it. */
    Instant begins() {
        return at != null
                ? at
                : Objects.requireNonNull(on, "at or on")
                        .atStartOfDay(BusinessDay.ZONE)
                        .toInstant();
    }

    LocalDate day() {
        return BusinessDay.of(begins());
    }

    /** Two approvals of one convention may be due on the same day: their titles tell them apart. */
    String tie() {
        var titled = UUID.nameUUIDFromBytes(title.getBytes(StandardCharsets.UTF_8));
        return kind.ordinal() + " " + partnershipId + " " + id + " " + titled;
    }
}

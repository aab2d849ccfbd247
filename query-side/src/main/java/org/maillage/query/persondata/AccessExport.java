package org.maillage.query.persondata;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that is held on one person (droit d’accès, RGPD art. 15). The long lists are read while they are written, so that nobody’s
 * export needs more memory than anybody’s.
 *
 * @param epnName how the centre is called that answers for the data
 * @param erased then only ids and counts are left
 * @param identity null once erased
 * @param sections what is recorded, by matter; those with nothing are left out
 * @param freeTexts what people typed and in which the person is found; others may be named there: read them before you hand them over
 * @param reads who was shown the person’s data, the newest first, as long as that is kept
 */
record AccessExport(
        UUID personId,
        UUID epnId,
        @Nullable String epnName,
        Instant generatedAt,
        boolean erased,
        @Nullable Identity identity,
        List<Section> sections,
        Iterable<FoundText> freeTexts,
        Iterable<PersonalRead> reads) {

    /** @param title French */
    record Section(
            Matter matter, String title, long count, LocalDate first, LocalDate last, Iterable<Appearance> events) {}

    /**
     * An event in which the person appears, and so where a datum came from.
     *
     * @param day when it happened, or will
     * @param actor who recorded it, null when nobody signed in
     * @param roles as what the person appears in it
     * @param text French; others than the person stay unnamed
     * @param data the event as it is stored, personal data decrypted and other persons’ ids left out; null for a portrait
     */
    record Appearance(
            long position,
            UUID eventId,
            String type,
            String aggregate,
            UUID aggregateId,
            LocalDate day,
            Instant recordedAt,
            @Nullable String actor,
            List<String> roles,
            String text,
            @Nullable ObjectNode data) {

        @Override
        public String toString() {
            return "Appearance[" + position + "]";
        }
    }

    /** @param field in which part of the event */
    record FoundText(
            long position,
            UUID eventId,
            String type,
            UUID aggregateId,
            Instant recordedAt,
            @Nullable String actor,
            String field,
            Called.By foundBy,
            String text) {

        @Override
        public String toString() {
            return "FoundText[" + position + "]";
        }
    }
}

package org.maillage.query.relationshiphistory;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.text.NumberFormat;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;
import org.maillage.kernel.calendar.BusinessDay;

/** How French writes dates, amounts and quotations, with the spaces that must not break. */
final class French {

    /** No-break space: inside guillemets, before a colon, between a number and its unit. */
    static final String NBSP = "\u00a0";

    /** Narrow no-break space: before a semicolon. */
    static final String NNBSP = "\u202f";

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.FRANCE);

    private French() {}

    static String quoted(String text) {
        return "«" + NBSP + text.strip() + NBSP + "»";
    }

    /** {@code 1er octobre 2025}. */
    static String day(LocalDate day) {
        var number = day.getDayOfMonth() == 1 ? "1er" : Integer.toString(day.getDayOfMonth());
        return number + NBSP + MONTH.format(day);
    }

    /** {@code 20 juin 2026 à 14 h 00}, in Europe/Paris. */
    static String moment(Instant instant) {
        var local = instant.atZone(BusinessDay.ZONE);
        return day(local.toLocalDate()) + " à " + hours(local.getHour(), local.getMinute());
    }

    private static String hours(int hours, int minutes) {
        return hours + NBSP + "h" + NBSP + (minutes < 10 ? "0" : "") + minutes;
    }

    /** {@code 45 min}, {@code 2 h}, {@code 1 h 30}. */
    static String duration(int minutes) {
        if (minutes < 60) {
            return minutes + NBSP + "min";
        }
        return minutes % 60 == 0 ? minutes / 60 + NBSP + "h" : hours(minutes / 60, minutes % 60);
    }

    /** {@code le mardi de 9 h 00 à 18 h 30}. */
    static String weekly(DayOfWeek day, LocalTime from, LocalTime until) {
        return "le " + day.getDisplayName(TextStyle.FULL, Locale.FRANCE) + " de "
                + hours(from.getHour(), from.getMinute()) + " à " + hours(until.getHour(), until.getMinute());
    }

    /** What belongs to somebody: {@code de Bruno Petit}, {@code d’Anaïs Martin}. */
    static String de(String name) {
        if (name.isEmpty()) {
            return "de " + name;
        }
        var initial = Normalizer.normalize(name.substring(0, 1), Normalizer.Form.NFD)
                .substring(0, 1)
                .toLowerCase(Locale.FRANCE);
        return ("aeiou".contains(initial) ? "d’" : "de ") + name;
    }

    /** {@code 1 500,00 €}. */
    static String euros(BigDecimal amount) {
        return NumberFormat.getCurrencyInstance(Locale.FRANCE).format(amount);
    }

    /** {@code 1 présent}, {@code 11 présents}. */
    static String count(long number, String one, String many) {
        return number + NBSP + (number < 2 ? one : many);
    }

    static String capitalised(String sentence) {
        return sentence.substring(0, 1).toUpperCase(Locale.FRANCE) + sentence.substring(1);
    }
}

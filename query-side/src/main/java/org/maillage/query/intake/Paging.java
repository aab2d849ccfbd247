package org.maillage.query.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which part of a list is asked for. A controller takes it as a parameter; it is made from {@code ?limit=} and {@code ?cursor=}.
 *
 * @param limit how many items at most, 1 to {@value #MOST}
 * @param after the values behind which the part begins, as {@link Page#of} was given them; empty for the first part
 */
public record Paging(int limit, List<String> after) {

    public static final int DEFAULT = 50;
    public static final int MOST = 500;

    private static final int LONGEST_CURSOR = 2_000;
    private static final JsonMapper MAPPER = Json.mapper().build();

    public Paging {
        after = List.copyOf(after);
    }

    /** @throws InvalidRequest 400 for what cannot be */
    static Paging of(@Nullable String limit, @Nullable String cursor) {
        return new Paging(limit == null ? DEFAULT : limit(limit), cursor == null ? List.of() : values(cursor));
    }

    /** What the query asks for: one more than is shown tells whether anything follows. */
    public int limitAndOne() {
        return limit + 1;
    }

    public boolean isFirst() {
        return after.isEmpty();
    }

    /** A value of the cursor as text, null for the first part. */
    public @Nullable String afterText(int index) {
        return isFirst() ? null : value(index);
    }

    /** A value of the cursor as a number, null for the first part. */
    public @Nullable Long afterNumber(int index) {
        if (isFirst()) {
            return null;
        }
        try {
            return Long.valueOf(value(index));
        } catch (NumberFormatException notANumber) {
            throw foreign();
        }
    }

    /** A value of the cursor as an identifier, null for the first part. */
    public @Nullable UUID afterId(int index) {
        if (isFirst()) {
            return null;
        }
        try {
            return UUID.fromString(value(index));
        } catch (IllegalArgumentException noId) {
            throw foreign();
        }
    }

    /** A value of the cursor as a day, null for the first part. */
    public @Nullable LocalDate afterDay(int index) {
        if (isFirst()) {
            return null;
        }
        try {
            return LocalDate.parse(value(index));
        } catch (DateTimeParseException noDay) {
            throw foreign();
        }
    }

    private String value(int index) {
        if (index >= after.size()) {
            throw foreign();
        }
        return after.get(index);
    }

    static String cursor(List<?> values) {
        var texts = values.stream().map(String::valueOf).toArray(String[]::new);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(MAPPER.writeValueAsBytes(texts));
    }

    private static List<String> values(String cursor) {
        if (cursor.length() > LONGEST_CURSOR) {
            throw foreign();
        }
        try {
            var json = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
            var values = MAPPER.readValue(json, String[].class);
            if (values == null || values.length == 0 || Arrays.asList(values).contains(null)) {
                throw foreign();
            }
            return List.of(values);
        } catch (IllegalArgumentException | JacksonException notOurs) {
            throw foreign();
        }
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            throw outOfBounds();
        }
        throw outOfBounds();
    }

    private static InvalidRequest outOfBounds() {
        return InvalidRequest.parameter("limit", "Un nombre entier entre 1 et " + MOST + " est attendu.");
    }

    private static InvalidRequest foreign() {
        return InvalidRequest.parameter("cursor", "Ce curseur n’est pas un de ceux que cette liste a donnés.");
    }
}

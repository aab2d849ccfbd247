package org.maillage.infra.faults.checker;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A table of a read model.
 *
 * @param columns all of them; every table ends with position, event_id and recorded_at
 */
record Table(String name, List<Column> columns) {

    record Column(String name, Type type) {}

    /** What a column holds, and the one form in which two values of it are compared. */
    enum Type {
        TEXT("%s::text"),
        NUMBER("trim_scale(%s::numeric)::text"),
        INSTANT("(extract(epoch from %s) * 1000000)::bigint::text"),
        BYTES("encode(sha256(%s), 'hex')");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }

        @Nullable
        String form(@Nullable Object value) {
            return switch (value) {
                case null -> null;
                case JsonNode node when node.isNull() -> null;
                case JsonNode node -> form(node.isNumber() ? node.decimalValue() : node.asString());
                case BigDecimal number when number.signum() == 0 -> "0";
                case BigDecimal number -> number.stripTrailingZeros().toPlainString();
                case Instant instant -> Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
                case byte[] bytes -> HexFormat.of().formatHex(Hash.sha256().digest(bytes));
                default -> value.toString();
            };
        }
    }

    /** @param columns with commas between them; what is no text says so: {@code "partnership, amount number"} */
    static Table of(String name, String columns) {
        return new Table(
                name,
                Stream.of(columns, "position number, event_id, recorded_at instant")
                        .flatMap(some -> Arrays.stream(some.split(",", -1)))
                        .map(String::strip)
                        .map(Table::column)
                        .toList());
    }

    private static Column column(String words) {
        var parts = words.split(" ", -1);
        return new Column(
                parts[0],
                switch (parts.length == 1 ? "text" : parts[1]) {
                    case "text" -> Type.TEXT;
                    case "number" -> Type.NUMBER;
                    case "instant" -> Type.INSTANT;
                    case "bytes" -> Type.BYTES;
                    default -> throw new IllegalArgumentException(words);
                });
    }

    /** Reads every column in its form, and the position first. */
    String select(String schema) {
        return columns.stream()
                .map(column -> column.type().sql.formatted("\"" + column.name() + "\""))
                .collect(Collectors.joining(
                        ", ",
                        "select position, ",
                        " from \"" + schema + "\".\"" + name
                                + "\" where position > ? and position <= ? order by position"));
    }
}

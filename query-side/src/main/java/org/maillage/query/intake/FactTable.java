package org.maillage.query.intake;

import java.util.List;

/**
 * An append-only table of a projection. To the columns named here, the intake adds {@code position bigint}, {@code event_id uuid}
 * and {@code recorded_at timestamptz}, all not null. The primary key is {@code key} followed by {@code position} and, where one
 * event makes several rows with the same key, the columns of {@code rest}.
 *
 * @param name snake_case: {@code time_fact}
 * @param columns in the order in which {@link Rows#add} takes their values
 * @param key the first columns of the primary key
 * @param rest the columns of the primary key after the position
 * @param indexes further indexes, each a comma-separated list of columns
 */
public record FactTable(String name, List<Column> columns, List<String> key, List<String> rest, List<String> indexes) {

    public FactTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        rest = List.copyOf(rest);
        indexes = List.copyOf(indexes);
    }

    /**
     * @param type of PostgreSQL, one of those that {@link Type} knows
     */
    public record Column(String name, Type type, boolean nullable) {

        public static Column of(String name, Type type) {
            return new Column(name, type, false);
        }

        public static Column nullable(String name, Type type) {
            return new Column(name, type, true);
        }
    }

    /** The types that facts are made of, with the Java type of their values. */
    public enum Type {
        /** {@link java.util.UUID}. */
        UUID,
        /** {@link String}. */
        TEXT,
        /** {@link Long}. */
        BIGINT,
        /** {@link Integer}. */
        INTEGER,
        /** {@link Boolean}. */
        BOOLEAN,
        /** {@link java.math.BigDecimal}. */
        NUMERIC,
        /** {@link java.time.LocalDate}. */
        DATE,
        /** {@link java.time.Instant}. */
        TIMESTAMPTZ,
        /** {@code byte[]}. */
        BYTEA
    }
}

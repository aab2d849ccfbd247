package org.maillage.query.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/** Rows in PostgreSQL's binary COPY format. What is written is sent in pieces, so memory stays bounded. */
final class BinaryCopy {

    private static final int PIECE = 64 << 10;
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final long EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();
    private static final long EPOCH_MICROS = EPOCH_DAY * 86_400 * 1_000_000;
    private static final BigInteger BASE = BigInteger.valueOf(10_000);
    private static final short NEGATIVE = 0x4000;

    private final CopyIn copy;
    private byte[] bytes = new byte[PIECE + 4096];
    private int size;

    BinaryCopy(CopyIn copy) {
        this.copy = copy;
        put(SIGNATURE);
        putInt(0);
        putInt(0);
    }

    void row(@Nullable Object[] values) throws SQLException {
        putShort(values.length);
        for (var value : values) {
            if (value == null) {
                putInt(-1);
            } else {
                field(value);
            }
        }
        if (size >= PIECE) {
            send();
        }
    }

    long end() throws SQLException {
        putShort(-1);
        send();
        return copy.endCopy();
    }

    private void send() throws SQLException {
        copy.writeToCopy(bytes, 0, size);
        size = 0;
    }

    private void field(Object value) {
        switch (value) {
            case UUID id -> {
                putInt(16);
                putLong(id.getMostSignificantBits());
                putLong(id.getLeastSignificantBits());
            }
            case String text -> {
                var encoded = text.getBytes(UTF_8);
                putInt(encoded.length);
                put(encoded);
            }
            case Long number -> {
                putInt(8);
                putLong(number);
            }
            case Integer number -> {
                putInt(4);
                putInt(number);
            }
            case Boolean flag -> {
                putInt(1);
                put(new byte[] {(byte) (flag ? 1 : 0)});
            }
            case byte[] given -> {
                putInt(given.length);
                put(given);
            }
            case BigDecimal number -> numeric(number);
            case LocalDate day -> {
                putInt(4);
                putInt(Math.toIntExact(day.toEpochDay() - EPOCH_DAY));
            }
            case Instant instant -> {
                putInt(8);
                putLong(Math.addExact(
                        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L),
                        instant.getNano() / 1_000 - EPOCH_MICROS));
            }
            default -> throw new IllegalArgumentException("No column takes " + value.getClass());
        }
    }

    /** Sign, scale, and digits to the base of 10,000, aligned to the decimal point. */
    private void numeric(BigDecimal number) {
        var plain = number.scale() < 0 ? number.setScale(0) : number;
        int scale = plain.scale();
        int aligned = (scale + 3) / 4 * 4;
        var rest = plain.setScale(aligned).unscaledValue().abs();
        var digits = new short[(rest.bitLength() + 12) / 13 + 1];
        int count = 0;
        while (rest.signum() != 0) {
            var split = rest.divideAndRemainder(BASE);
            digits[count++] = split[1].shortValue();
            rest = split[0];
        }
        putInt(8 + 2 * count);
        putShort(count);
        putShort(count == 0 ? 0 : count - 1 - aligned / 4);
        putShort(number.signum() < 0 ? NEGATIVE : 0);
        putShort(scale);
        for (int i = count - 1; i >= 0; i--) {
            putShort(digits[i]);
        }
    }

    private void put(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    private void putShort(int value) {
        room(2);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    private void putInt(int value) {
        putShort(value >>> 16);
        putShort(value);
    }

    private void putLong(long value) {
        putInt((int) (value >>> 32));
        putInt((int) value);
    }

    private void room(int needed) {
        if (bytes.length - size < needed) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + needed));
        }
    }
}

package org.maillage.command.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** {@code ledger.append} on one connection: a batch is one statement, one round trip, one transaction of its own. */
final class AppendStatement implements AutoCloseable {

    private static final String APPEND = """
        select base, lost_unit, lost_reason, lost_claim
        from ledger.append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private static final String OWN = """
        select l.first_position
        from ledger.command_log l
        where l.command_id = ?
          and (l.first_position is null and ?::uuid is null
            or exists (select from ledger.event e where e.position = l.first_position and e.event_id = ?::uuid))
        """;

    private final Connection connection;
    private final PreparedStatement append;

    AppendStatement(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(true);
        this.append = connection.prepareStatement(APPEND);
    }

    /** One verdict per unit. */
    List<Verdict> append(List<Unit> units) throws SQLException {
        bind(units);
        try (var row = append.executeQuery()) {
            if (!row.next()) {
                throw new IllegalStateException("ledger.append answers one row");
            }
            return verdicts(
                    units, row.getLong(1), array(row.getArray(2)), array(row.getArray(3)), array(row.getArray(4)));
        }
    }

    /** Whether a known command id is known because of this very unit; its first position then, or 0 when it has no event. */
    @Nullable
    Long own(Unit unit) throws SQLException {
        var firstEvent =
                unit.events().isEmpty() ? null : unit.events().getFirst().eventId();
        try (var statement = connection.prepareStatement(OWN)) {
            statement.setObject(1, unit.commandId());
            statement.setObject(2, firstEvent);
            statement.setObject(3, firstEvent);
            try (var row = statement.executeQuery()) {
                return row.next() ? (Long) row.getLong(1) : null;
            }
        }
    }

    private void bind(List<Unit> units) throws SQLException {
        var events = new ArrayList<StagedEvent>();
        var claims = new ArrayList<ClaimChange>();
        var heads = new ArrayList<Head>();
        var eventUnits = new ArrayList<Integer>();
        var claimUnits = new ArrayList<Integer>();
        for (int i = 0; i < units.size(); i++) {
            var number = i + 1;
            var unit = units.get(i);
            for (var event : unit.events()) {
                events.add(event);
                eventUnits.add(number);
            }
            for (var claim : unit.claims()) {
                claims.add(claim);
                claimUnits.add(number);
            }
            unit.heads().forEach((aggregate, sequence) -> heads.add(new Head(number, aggregate, sequence)));
        }
        var next = new Object() {
            private int parameter = 1;

            void set(String type, Object elements) throws SQLException {
                append.setArray(
                        parameter++, connection.unwrap(PGConnection.class).createArrayOf(type, elements));
            }
        };
        next.set("uuid", ids(units, Unit::commandId));
        next.set("bytea", bytes(units, Unit::requestHash));
        next.set("bytea", bytes(units, Unit::response));
        next.set("int8", units.stream().map(Unit::version).toArray(Long[]::new));
        next.set("int4", ints(units, unit -> unit.events().size()));
        next.set("int4", ints(heads, Head::unit));
        next.set("uuid", ids(heads, Head::aggregate));
        next.set("int8", longs(heads, Head::sequence));
        next.set("int4", ints(eventUnits, Integer::intValue));
        next.set("uuid", ids(events, StagedEvent::eventId));
        next.set("uuid", ids(events, StagedEvent::aggregateId));
        next.set("int8", longs(events, StagedEvent::sequence));
        next.set("text", texts(events, StagedEvent::aggregateType));
        next.set("text", texts(events, StagedEvent::type));
        next.set("int4", ints(events, StagedEvent::revision));
        next.set("uuid", ids(events, StagedEvent::streamKey));
        next.set("bytea", bytes(events, StagedEvent::payload));
        next.set("bytea", bytes(events, StagedEvent::metadata));
        next.set("bytea", bytes(events, StagedEvent::content));
        next.set("int4", ints(claimUnits, Integer::intValue));
        next.set("text", texts(claims, claim -> claim.name().kind()));
        next.set("text", texts(claims, claim -> claim.name().key()));
        next.set("uuid", ids(claims, ClaimChange::before));
        next.set("uuid", ids(claims, ClaimChange::after));
    }

    private record Head(int unit, UUID aggregate, long sequence) {}

    private static List<Verdict> verdicts(
            List<Unit> units,
            long base,
            Integer @Nullable [] lostUnit,
            Integer @Nullable [] lostReason,
            Integer @Nullable [] lostClaim) {
        var verdicts = new Verdict[units.size()];
        if (lostUnit != null && lostReason != null && lostClaim != null) {
            var claims = units.stream().flatMap(unit -> unit.claims().stream()).toList();
            // The lowest reason counts: a known command is answered as such, whatever else it has lost.
            var lowest = new int[units.size()];
            Arrays.fill(lowest, Integer.MAX_VALUE);
            for (int i = 0; i < lostUnit.length; i++) {
                var unit = lostUnit[i] - 1;
                if (lostReason[i] < lowest[unit]) {
                    lowest[unit] = lostReason[i];
                    verdicts[unit] = lost(lostReason[i], lostClaim[i] == null ? null : claims.get(lostClaim[i] - 1));
                }
            }
        }
        var position = base + 1;
        for (int i = 0; i < verdicts.length; i++) {
            if (verdicts[i] == null) {
                verdicts[i] = new Verdict.Written(position);
                position += units.get(i).events().size();
            }
        }
        return List.of(verdicts);
    }

    private static Verdict lost(int reason, @Nullable ClaimChange claim) {
        return switch (reason) {
            case 1 -> new Verdict.KnownCommand();
            case 2, 4 -> new Verdict.LostRace();
            case 3 -> {
                if (claim == null) {
                    throw new IllegalStateException("A held claim has a number");
                }
                yield new Verdict.ClaimHeld(claim);
            }
            case 5 -> new Verdict.BornAlready();
            default -> throw new IllegalStateException("ledger.append knows no reason " + reason);
        };
    }

    private static Integer @Nullable [] array(@Nullable Array array) throws SQLException {
        return array == null ? null : (Integer[]) array.getArray();
    }

    private static <T> UUID[] ids(List<T> elements, Function<T, @Nullable UUID> field) {
        return elements.stream().map(field).toArray(UUID[]::new);
    }

    private static <T> byte[][] bytes(List<T> elements, Function<T, byte @Nullable []> field) {
        return elements.stream().map(field).toArray(byte[][]::new);
    }

    private static <T> String[] texts(List<T> elements, Function<T, String> field) {
        return elements.stream().map(field).toArray(String[]::new);
    }

    private static <T> int[] ints(List<T> elements, ToIntFunction<T> field) {
        return elements.stream().mapToInt(field).toArray();
    }

    private static <T> long[] longs(List<T> elements, ToLongFunction<T> field) {
        return elements.stream().mapToLong(field).toArray();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches of the feed into one projection: rows, offsets and parked events of a batch are one transaction, of which the
 * offsets come first, by compare-and-set. For one thread; what it remembers is only about the partitions of that thread.
 */
final class Intake {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    /** Somebody else has moved the offsets: this thread no longer owns the partitions it believed in. */
    static final class Overtaken extends Exception {
        private static final long serialVersionUID = 1;

        Overtaken(String projection) {
            super("The offsets of " + projection + " were moved by somebody else");
        }
    }

    /**
     * What the consumer must do after a batch.
     *
     * @param rewind partitions to read again from their beginning
     * @param stopped partitions that go no further, with the offset at which they stopped
     */
    record Outcome(Set<Integer> rewind, Map<Integer, Long> stopped) {}

    record Place(String source, int partition) {}

    /**
     * Where a place is.
     *
     * @param event the id of the event at that position, empty where nobody noted it
     * @param time when it was recorded, as its header says
     */
    record Mark(long position, long offset, String event, String time) {

        static final Mark NONE = new Mark(0, -1, "", "");

        static Mark of(Envelope envelope) {
            return new Mark(envelope.position(), envelope.offset(), envelope.eventId(), envelope.time());
        }

        Mark withOffset(long later) {
            return new Mark(position, later, event, time);
        }

        /**
         * Whether this record belongs to another ledger than the one that was applied so far: one that was restored from a backup, and
         * has given positions a second time. Its events would be taken for repeats, and dropped.
         */
        boolean contradicts(Envelope envelope) {
            if (envelope.position() > position) {
                return envelope.previous() < position;
            }
            if (envelope.position() == position) {
                return !event.isEmpty() && !event.equals(envelope.eventId());
            }
            // The time of recording never runs back from one position to the next.
            return !time.isEmpty() && isAfter(envelope.time(), time);
        }

        private static boolean isAfter(String one, String other) {
            try {
                return Envelope.instant(one).isAfter(Envelope.instant(other));
            } catch (DateTimeException unreadable) {
                return false;
            }
        }
    }

    private static final class Progress {
        final Map<String, Mark> marks = new HashMap<>();
        final Set<ParkedKey> parked = new HashSet<>();
        boolean rewound;
        boolean stopped;

        Mark mark(String source) {
            return marks.getOrDefault(source, Mark.NONE);
        }

        /** The last record again: it tells whether the topic is still the same. */
        long next() {
            return Math.max(
                    0, marks.values().stream().mapToLong(Mark::offset).max().orElse(0));
        }
    }

    private final Projection projection;
    private final String id;
    private final Transactions transactions;
    private final FactWriter writer;
    private final Applied applied;
    private final Map<Integer, Progress> partitions = new HashMap<>();
    private final Map<String, Boolean> concerns = new HashMap<>();
    private Set<DiscardedEvent> discarded = Set.of();
    private boolean hasRows;
    private boolean wroteRows;

    Intake(Projection projection, Transactions transactions, Applied applied) {
        this.projection = projection;
        this.id = projection.schema();
        this.transactions = transactions;
        this.writer = new FactWriter(projection);
        this.applied = applied;
    }

    /** The projection with its version. */
    String id() {
        return id;
    }

    boolean knows(int partition) {
        return partitions.containsKey(partition);
    }

    boolean stopped(int partition) {
        var progress = partitions.get(partition);
        return progress != null && progress.stopped;
    }

    /** How far a place is, as far as this thread knows. */
    long position(Place place) {
        var progress = partitions.get(place.partition());
        return progress == null ? 0 : progress.mark(place.source()).position();
    }

    void forget(Collection<Integer> lost) {
        lost.forEach(partition -> {
            partitions.remove(partition);
            applied.stopped(id, partition, false);
        });
    }

    /** Reads from the database how far these partitions are; gives the Kafka offset from which each goes on. */
    Map<Integer, Long> restore(Collection<Integer> assigned) throws SQLException {
        var read = new HashMap<Integer, Progress>();
        assigned.forEach(partition -> read.put(partition, new Progress()));
        transactions.execute(connection -> {
            Offsets.of(connection, id, assigned, (source, partition, position, offset, event, time) -> {
                var progress = read.get(partition);
                if (progress != null) {
                    progress.marks.put(source, new Mark(position, offset, event, time));
                }
            });
            discarded = DiscardedEvent.all(connection, projection);
            var parked = ParkedKey.among(connection, id, assigned);
            parked.forEach((key, first) -> {
                var progress = read.get(key.partition());
                if (progress != null) {
                    progress.parked.add(key);
                }
                // Before anybody hears how far it is.
                first.ifPresent(position -> applied.parked(id, key.source(), key.partition(), position));
            });
        });
        partitions.putAll(read);
        read.forEach((partition, progress) -> {
            progress.marks.forEach((source, mark) -> applied.reached(id, source, partition, mark.position()));
        });
        var next = new HashMap<Integer, Long>();
        read.forEach((partition, progress) -> next.put(partition, progress.next()));
        return next;
    }

    /**
     * Takes what is new in a batch and drops what is known.
     *
     * @param bulk whether much more is waiting, so that throughput counts
     * @throws SQLException nothing was applied, or it is in doubt: forget and restore
     */
    Outcome apply(List<Envelope> batch, boolean bulk) throws SQLException, Overtaken {
        var rewind = new TreeSet<Integer>();
        var stop = new TreeMap<Integer, Long>();
        var steps = new LinkedHashMap<Place, Mark>();
        var accepted = new ArrayList<Envelope>(batch.size());
        boolean contradicted = false;
        for (var received : batch) {
            var envelope = received;
            int partition = envelope.partition();
            var progress = partitions.get(partition);
            if (progress == null || progress.stopped || rewind.contains(partition) || stop.containsKey(partition)) {
                continue;
            }
            if (!envelope.placed()) {
                // No event of the ledger is missing by it: else the next one would show a gap. It waits where it
                // stands.
                var place = new Place(applied.source(), partition);
                var before = steps.getOrDefault(place, progress.mark(place.source()));
                if (envelope.offset() > before.offset()) {
                    steps.put(place, before.withOffset(envelope.offset()));
                    accepted.add(envelope.behind(place.source(), before.position()));
                }
                continue;
            }
            var place = new Place(envelope.source(), partition);
            var mark = steps.getOrDefault(place, progress.mark(envelope.source()));
            long last = mark.position();
            if (mark.contradicts(envelope)) {
                alert(
                        envelope,
                        "another ledger than the one applied up to position " + last
                                + ", restored from a backup it seems; this read model is made anew when the query side"
                                + " starts again");
                stop.put(partition, envelope.offset());
                contradicted = true;
                continue;
            }
            if (envelope.position() <= last) {
                continue;
            }
            if (envelope.previous() > last) {
                if (progress.rewound) {
                    alert(
                            envelope,
                            "a gap: the record before is position " + envelope.previous() + ", the last one applied "
                                    + last);
                    stop.put(partition, envelope.offset());
                } else {
                    log.warn(
                            "{}: partition {} misses what precedes position {}; reading it again from its beginning",
                            id,
                            partition,
                            envelope.position());
                    progress.rewound = true;
                    rewind.add(partition);
                }
                continue;
            }
            progress.rewound = false;
            steps.put(place, Mark.of(envelope));
            // Of what this build does not know nobody can say whom it concerns.
            if (!envelope.known() || concerns.computeIfAbsent(envelope.type(), projection::concerns)) {
                accepted.add(envelope);
            }
        }
        if (!steps.isEmpty()) {
            write(steps, accepted, bulk);
        }
        if (contradicted) {
            transactions.execute(connection -> Versions.contradict(connection, id));
        }
        stop.keySet().forEach(partition -> {
            progress(partition).stopped = true;
            applied.stopped(id, partition, true);
        });
        return new Outcome(rewind, stop);
    }

    private void alert(Envelope envelope, String what) {
        log.error(
                "ALERT {}: partition {} stops at offset {}, position {}: {}",
                id,
                envelope.partition(),
                envelope.offset(),
                envelope.position(),
                what);
    }

    private Progress progress(int partition) {
        return partitions.computeIfAbsent(partition, _ -> new Progress());
    }

    private void write(Map<Place, Mark> steps, List<Envelope> accepted, boolean bulk) throws SQLException, Overtaken {
        Queues queues;
        try {
            queues = commit(steps, accepted, (connection, mine) -> writeAtOnce(connection, accepted, mine, bulk));
        } catch (SQLException | RuntimeException failed) {
            if (!blamesData(failed)) {
                throw failed;
            }
            queues = commit(
                    steps, accepted, (connection, mine) -> bisect(connection, accepted, 0, accepted.size(), mine));
        }
        adopt(steps, queues);
    }

    /** What our own code cannot hand over to the database is the value's fault, not the database's. */
    private static boolean blamesData(Exception failed) {
        return !(failed instanceof SQLException sql) || Transactions.blamesData(sql);
    }

    @FunctionalInterface
    private interface Writing {
        void to(Connection connection, Queues queues) throws SQLException;
    }

    private Queues commit(Map<Place, Mark> steps, List<Envelope> accepted, Writing writing)
            throws SQLException, Overtaken {
        var result = transactions.run(connection -> {
            if (!move(connection, steps)) {
                connection.rollback();
                return Optional.<Queues>empty();
            }
            wroteRows = false;
            var queues = queues(connection, accepted);
            writing.to(connection, queues);
            queues.store(connection);
            return Optional.of(queues);
        });
        return result.orElseThrow(() -> new Overtaken(id));
    }

    private boolean move(Connection connection, Map<Place, Mark> steps) throws SQLException {
        var move = new Offsets.Move(steps.size());
        steps.forEach((place, mark) -> {
            var from = progress(place.partition()).mark(place.source());
            move.add(place.source(), place.partition(), from.position(), from.offset(), mark);
        });
        return move.tryIn(connection, id);
    }

    /** The keys of this batch that are parked, without those that were retried meanwhile. */
    private Queues queues(Connection connection, List<Envelope> accepted) throws SQLException {
        var believed = new HashSet<ParkedKey>();
        for (var envelope : accepted) {
            var parked = progress(envelope.partition()).parked;
            if (!parked.isEmpty()) {
                var key = ParkedKey.of(envelope);
                if (parked.contains(key)) {
                    believed.add(key);
                }
            }
        }
        if (believed.isEmpty()) {
            return new Queues(id, Set.of(), Set.of());
        }
        var touched = believed.stream().map(ParkedKey::partition).collect(Collectors.toSet());
        var stored = ParkedKey.among(connection, id, touched).keySet();
        var released = new HashSet<>(believed);
        released.removeAll(stored);
        believed.retainAll(stored);
        return new Queues(id, believed, released);
    }

    private void writeAtOnce(Connection connection, List<Envelope> accepted, Queues queues, boolean bulk)
            throws SQLException {
        var buffer = new RowBuffer(projection);
        for (var envelope : accepted) {
            fold(envelope, buffer, queues);
        }
        if (bulk) {
            writer.copy(connection, buffer);
        } else {
            writer.insert(connection, buffer);
        }
        noteRows(connection, buffer);
    }

    /** Finds the events whose rows the database refuses. From left to right: what is behind one of them in its key waits. */
    private void bisect(Connection connection, List<Envelope> accepted, int from, int to, Queues queues)
            throws SQLException {
        if (from == to) {
            return;
        }
        var buffer = new RowBuffer(projection);
        for (var envelope : accepted.subList(from, to)) {
            fold(envelope, buffer, queues);
        }
        var savepoint = connection.setSavepoint();
        try {
            writer.insert(connection, buffer);
            noteRows(connection, buffer);
            connection.releaseSavepoint(savepoint);
        } catch (SQLException | RuntimeException failed) {
            if (!blamesData(failed)) {
                throw failed;
            }
            connection.rollback(savepoint);
            wroteRows = false;
            if (to - from == 1) {
                park(accepted.get(from), queues, failed);
                return;
            }
            int middle = (from + to) >>> 1;
            bisect(connection, accepted, from, middle, queues);
            bisect(connection, accepted, middle, to, queues);
        }
    }

    private void fold(Envelope envelope, RowBuffer buffer, Queues queues) {
        if (queues.holds(envelope)) {
            queues.queue(envelope);
            return;
        }
        try {
            buffer.fold(projection, envelope);
        } catch (RuntimeException | StackOverflowError failed) {
            park(envelope, queues, failed);
        }
    }

    private void park(Envelope envelope, Queues queues, Throwable failed) {
        if (discarded.contains(DiscardedEvent.of(envelope))) {
            log.info("{}: position {} was discarded before, and stays so", id, envelope.position());
        } else {
            queues.park(envelope, failed);
        }
    }

    private void noteRows(Connection connection, RowBuffer buffer) throws SQLException {
        if (!hasRows && !wroteRows && !buffer.isEmpty()) {
            Versions.noteRows(connection, id);
            wroteRows = true;
        }
    }

    /** After the commit: what was only true if it succeeded. */
    private void adopt(Map<Place, Mark> steps, Queues queues) {
        hasRows |= wroteRows;
        queues.released().forEach(key -> progress(key.partition()).parked.remove(key));
        queues.parkedNow().forEach((key, parking) -> {
            progress(key.partition()).parked.add(key);
            log.error(
                    "ALERT {}: parked key {} of partition {} at position {}: {}; its later events wait behind it",
                    id,
                    key.key(),
                    key.partition(),
                    parking.position(),
                    parking.error());
        });
        queues.waiting().forEach(event -> applied.parked(id, event.source(), event.partition(), event.position()));
        steps.forEach((place, mark) -> {
            progress(place.partition()).marks.put(place.source(), mark);
            applied.reached(id, place.source(), place.partition(), mark.position());
        });
    }
}

package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.maillage.kernel.wire.CloudEvents;
import org.maillage.kernel.wire.ConsistencyToken;

/**
 * Which positions each projection has applied, as far as this node has heard, and who waits for more. Positions are those of one
 * ledger: the one that tokens speak of.
 */
final class Applied {

    static final String CHANNEL = "intake_applied";

    private static final String PARKED = "parked";
    private static final int MOST_WAITING = 10_000;

    /** How a wait ended. */
    enum Answer {
        APPLIED,
        BEHIND,
        PARKED
    }

    private record Place(String projection, int partition) {}

    /** Equal to itself alone, as its latch is. */
    private record Waiter(long position, CountDownLatch latch) implements Comparable<Waiter> {
        @Override
        public int compareTo(Waiter other) {
            return Long.compare(position, other.position);
        }
    }

    /** One partition of one projection. */
    private static final class Front {
        final ReentrantLock lock = new ReentrantLock();
        final PriorityQueue<Waiter> waiters = new PriorityQueue<>();
        volatile long position;
        volatile long firstParked = Long.MAX_VALUE;

        void reached(long applied) {
            if (applied <= position) {
                return;
            }
            lock.lock();
            try {
                position = Math.max(position, applied);
                for (var first = waiters.peek();
                        first != null && first.position() <= position;
                        first = waiters.peek()) {
                    waiters.remove();
                    first.latch().countDown();
                }
            } finally {
                lock.unlock();
            }
        }

        boolean join(Waiter waiter) {
            lock.lock();
            try {
                return position < waiter.position() && waiters.add(waiter);
            } finally {
                lock.unlock();
            }
        }

        void leave(Waiter waiter) {
            lock.lock();
            try {
                waiters.removeIf(waiter::equals);
            } finally {
                lock.unlock();
            }
        }
    }

    private record Joined(Front front, Waiter waiter) {}

    private final String source;
    private final Map<Place, Front> fronts = new ConcurrentHashMap<>();
    private final Set<Place> stopped = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger parkings = new AtomicInteger();

    Applied(String source) {
        this.source = source;
    }

    /** The message in which a node tells the others; at most 8,000 bytes. */
    static String news(String projection, String positions) {
        var told = projection + positions;
        // What does not fit is found by those who wait, when they look themselves.
        return told.length() < 7_900 ? told : projection;
    }

    static void tellParked(Connection connection, String projection) throws SQLException {
        try (var notify = connection.prepareStatement("select pg_notify(?, ?)")) {
            notify.setString(1, CHANNEL);
            notify.setString(2, PARKED + " " + projection);
            notify.execute();
        }
    }

    static boolean isAboutParked(String news) {
        return news.startsWith(PARKED + " ");
    }

    /** Takes what another node told. */
    void hear(String news) {
        var parts = news.split(" ", -1);
        for (int i = 1; i < parts.length; i++) {
            var part = parts[i];
            int hash = part.lastIndexOf('#');
            int equals = part.lastIndexOf('=');
            if (hash > 0 && equals > hash) {
                reached(
                        parts[0],
                        part.substring(0, hash),
                        Integer.parseInt(part.substring(hash + 1, equals)),
                        Long.parseLong(part.substring(equals + 1)));
            }
        }
    }

    /** The ledger of which tokens speak. */
    String source() {
        return source;
    }

    void reached(String projection, String from, int partition, long position) {
        if (source.equals(from)) {
            front(projection, partition).reached(position);
        }
    }

    void parked(String projection, String from, int partition, long position) {
        if (source.equals(from)) {
            synchronized (parkings) {
                parkings.incrementAndGet();
                var front = front(projection, partition);
                front.firstParked = Math.min(front.firstParked, position);
            }
        }
    }

    /** Reads everything from the database: what is parked first, so that nobody is let through in between. */
    void refresh(Connection connection) throws SQLException {
        refreshParked(connection);
        try (var query = connection.prepareStatement(
                "select projection, partition, position from intake.projection_offset where source = ?")) {
            query.setString(1, source);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    front(rows.getString(1), rows.getInt(2)).reached(rows.getLong(3));
                }
            }
        }
    }

    void refreshParked(Connection connection) throws SQLException {
        int seen;
        do {
            seen = parkings.get();
        } while (!adoptParked(firstParked(connection), seen));
    }

    private Map<Place, Long> firstParked(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement("""
            select projection, partition, min(position) from intake.parked where source = ? and placed
            group by projection, partition\
            """)) {
            query.setString(1, source);
            var first = new HashMap<Place, Long>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    first.put(new Place(rows.getString(1), rows.getInt(2)), rows.getLong(3));
                }
            }
            return first;
        }
    }

    /** Refuses what was read before something else was parked. */
    private boolean adoptParked(Map<Place, Long> first, int seen) {
        synchronized (parkings) {
            if (parkings.get() != seen) {
                return false;
            }
            first.keySet().forEach(place -> front(place.projection(), place.partition()));
            fronts.forEach((place, front) -> front.firstParked = first.getOrDefault(place, Long.MAX_VALUE));
            return true;
        }
    }

    /** A partition that goes no further, here, since something before it is missing; or does again. */
    void stopped(String projection, int partition, boolean is) {
        var place = new Place(projection, partition);
        if (is) {
            stopped.add(place);
        } else {
            stopped.remove(place);
        }
    }

    long stoppedPartitions(String projection) {
        return stopped.stream()
                .filter(place -> place.projection().equals(projection))
                .count();
    }

    boolean somebodyWaits() {
        return waiting.get() > 0;
    }

    /** Waits until each of the projections has applied all that the token covers. */
    Answer await(Collection<String> projections, ConsistencyToken token, Duration most) throws InterruptedException {
        var joined = new ArrayList<Joined>();
        try {
            if (!join(projections, token, joined) || !reachedInTime(joined, most)) {
                return Answer.BEHIND;
            }
        } finally {
            joined.forEach(one -> one.front().leave(one.waiter()));
        }
        return parkedAmong(projections, token) ? Answer.PARKED : Answer.APPLIED;
    }

    /** Whether there is hope at all. */
    private boolean join(Collection<String> projections, ConsistencyToken token, List<Joined> joined) {
        for (var projection : projections) {
            for (var entry : token.positions().entrySet()) {
                int partition = entry.getKey();
                // A token that was made up must not fill the memory.
                if (partition >= CloudEvents.PARTITIONS && !fronts.containsKey(new Place(projection, partition))) {
                    return false;
                }
                var front = front(projection, partition);
                if (front.position < entry.getValue()) {
                    var waiter = new Waiter(entry.getValue(), new CountDownLatch(1));
                    if (front.join(waiter)) {
                        joined.add(new Joined(front, waiter));
                    }
                }
            }
        }
        return true;
    }

    private boolean reachedInTime(List<Joined> joined, Duration most) throws InterruptedException {
        if (joined.isEmpty()) {
            return true;
        }
        long deadline = System.nanoTime() + most.toNanos();
        try {
            if (waiting.incrementAndGet() > MOST_WAITING) {
                return false;
            }
            for (var one : joined) {
                if (!one.waiter().latch().await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return false;
                }
            }
            return true;
        } finally {
            waiting.decrementAndGet();
        }
    }

    private boolean parkedAmong(Collection<String> projections, ConsistencyToken token) {
        for (var projection : projections) {
            for (var entry : token.positions().entrySet()) {
                var front = fronts.get(new Place(projection, entry.getKey()));
                if (front != null && front.firstParked <= entry.getValue()) {
                    return true;
                }
            }
        }
        return false;
    }

    private Front front(String projection, int partition) {
        return fronts.computeIfAbsent(new Place(projection, partition), _ -> new Front());
    }
}

package org.maillage.infra.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.maillage.kernel.servers.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does to the platform what the schedule says, when it says so; each fault by itself, as they do not wait for one another. */
final class Nemesis {

    private static final Logger log = LoggerFactory.getLogger(Nemesis.class);
    /** How long a fault looks for something to strike. */
    private static final Duration SEARCH = Duration.ofSeconds(15);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration OPERATOR = Duration.ofMinutes(4);
    /** Within which something should come by that it refuses. */
    private static final Duration POISON = Duration.ofSeconds(6);
    /** More than a heartbeat or a look takes, less than a batch of events. */
    private static final int REQUEST_WORTH_LOSING = 300;

    private final Stage stage;
    private final Operations operations;
    private final Recovery recovery;
    private final ReentrantLock readModels = new ReentrantLock();
    private final AtomicInteger begun = new AtomicInteger();
    private final List<String> missed = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    Nemesis(Stage stage, Operations operations, Recovery recovery) {
        this.stage = stage;
        this.operations = operations;
        this.recovery = recovery;
    }

    /** How many it has come to. */
    int begun() {
        return begun.get();
    }

    /** Those that met nothing, and why. */
    synchronized List<String> missed() {
        return List.copyOf(missed);
    }

    /** What no checker sees: an operator would. */
    synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    private synchronized void complain(String what) {
        complaints.add(what);
    }

    private synchronized void miss(Fault fault, String why) {
        missed.add(fault + ": " + why);
    }

    /** Returns once every fault is over. What they did to processes may still have to heal. */
    void run(Schedule schedule) throws InterruptedException {
        long start = System.nanoTime();
        var threads = new ArrayList<Thread>();
        for (var fault : schedule.faults()) {
            threads.add(Thread.ofVirtual().name("fault " + fault.n()).start(() -> {
                try {
                    Thread.sleep(Duration.ofNanos(start + fault.at() * 1_000_000 - System.nanoTime()));
                    strike(fault);
                } catch (InterruptedException end) {
                    miss(fault, "the run ended");
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
    }

    private void strike(Fault fault) throws InterruptedException {
        begun.incrementAndGet();
        long deadline = System.nanoTime() + SEARCH.toNanos();
        while (true) {
            var at = Instant.now();
            long from = System.nanoTime();
            try {
                var target = strikeNow(fault);
                recovery.follow(fault, at, Duration.ofNanos(System.nanoTime() - from), target, watched(fault, target));
                return;
            } catch (Missed nothing) {
                if (System.nanoTime() > deadline) {
                    miss(fault, String.valueOf(nothing.getMessage()));
                    return;
                }
            } catch (SQLException away) {
                // Another fault has the database.
                if (System.nanoTime() > deadline) {
                    miss(fault, String.valueOf(away.getMessage()));
                    return;
                }
            } catch (StageFailure notInTime) {
                complain(fault + ": " + notInTime.getMessage());
                return;
            } catch (RuntimeException failed) {
                log.warn("{} could not be done", fault, failed);
                miss(fault, String.valueOf(failed.getMessage()));
                return;
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }

    /** Who has to answer again. */
    private List<? extends Part> watched(Fault fault, String target) {
        return switch (fault.kind().on()) {
            case NODE, PUBLISHER -> List.of(stage.part(target));
            case BROKER -> List.of(stage.broker());
            case POSTGRES, DISK -> stage.parts();
            case WIRE -> List.of(stage.part(target.substring(0, target.indexOf('/'))));
            case SESSION, READ_MODEL -> List.of();
        };
    }

    /** @return what it struck */
    private String strikeNow(Fault fault) throws InterruptedException, SQLException {
        return switch (fault.kind()) {
            case KILL_NODE, KILL_BROKER, KILL_POSTMASTER -> kill(stage.part(fault.target()));
            case KILL_PUBLISHER -> kill(publisher());
            case RESTART_NODE, RESTART_BROKER -> restart(stage.part(fault.target()));
            case PAUSE_NODE, PAUSE_BROKER, PAUSE_POSTGRES -> pause(stage.part(fault.target()), fault);
            case PAUSE_PUBLISHER -> pause(publisher(), fault);
            case POWER_CUT -> {
                running(stage.postgres());
                stage.postgres().killAll();
                yield stage.postgres().name();
            }
            case PAUSE_POSTMASTER -> {
                running(stage.postgres());
                stage.postgres().pausePostmaster();
                lastsThen(fault, stage.postgres()::resume);
                yield stage.postgres().name();
            }
            case END_SESSION -> endSession(fault);
            case KILL_BACKEND -> killBackend(fault);
            case CUT -> {
                connected(fault).cut();
                yield fault.target();
            }
            case DELAY -> {
                var wire = connected(fault);
                wire.delay(Duration.ofMillis(10 + fault.draw() % 300));
                lastsThen(fault, wire::heal);
                yield fault.target();
            }
            case SWALLOW -> {
                var wire = connected(fault);
                wire.swallow();
                lastsThen(fault, wire::heal);
                yield fault.target();
            }
            case LOSE -> {
                var wire = connected(fault);
                wire.swallow();
                lastsThen(fault, () -> {
                    wire.cut();
                    wire.heal();
                });
                yield fault.target();
            }
            case REFUSE -> {
                var wire = connected(fault);
                wire.refuse();
                wire.cut();
                lastsThen(fault, wire::heal);
                yield fault.target();
            }
            case LOSE_ANSWER -> loseAnswer(fault);
            case FILL_DISK -> {
                stage.disk().fill();
                lastsThen(fault, stage.disk()::free);
                yield fault.target();
            }
            case POISON -> alone(() -> poison(fault));
            case REBUILD -> alone(() -> rebuild(fault));
        };
    }

    private static Part running(Part part) {
        if (!part.isRunning()) {
            throw new Missed(part + " does not run");
        }
        return part;
    }

    private NodeProcess publisher() throws SQLException {
        return stage.publisher().stream().findFirst().orElseThrow(() -> new Missed("nobody publishes"));
    }

    private static String kill(Part part) {
        running(part).kill();
        return part.name();
    }

    private static String restart(Part part) {
        running(part).stop();
        part.start();
        return part.name();
    }

    private static String pause(Part part, Fault fault) throws InterruptedException {
        running(part).pause();
        lastsThen(fault, part::resume);
        return part.name();
    }

    private static void lastsThen(Fault fault, Runnable end) throws InterruptedException {
        try {
            Thread.sleep(fault.millis());
        } finally {
            end.run();
        }
    }

    private Wire wire(Fault fault) {
        var name = fault.target();
        var part = name.substring(0, name.indexOf('/'));
        return switch (name.substring(part.length() + 1)) {
            case "wire" -> stage.broker().wire();
            case "door" -> node(part).door();
            case "database" -> node(part).database();
            default -> throw new IllegalArgumentException("no wire is called " + name);
        };
    }

    private NodeProcess node(String name) {
        return stage.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Wire connected(Fault fault) {
        var wire = wire(fault);
        if (wire.connections() == 0) {
            throw new Missed("nobody uses " + fault.target());
        }
        return wire;
    }

    private String loseAnswer(Fault fault) throws InterruptedException {
        var wire = connected(fault);
        int before = wire.lostAnswers();
        wire.cutNextAnswer(REQUEST_WORTH_LOSING);
        try {
            long deadline = System.nanoTime() + SEARCH.dividedBy(3).toNanos();
            while (wire.lostAnswers() == before) {
                if (System.nanoTime() > deadline) {
                    throw new Missed("nobody asked anything worth losing by " + fault.target());
                }
                Thread.sleep(LOOK_AGAIN.dividedBy(10));
            }
        } finally {
            wire.heal();
        }
        return fault.target();
    }

    /** Those of the platform alone, ours are not part of it. */
    private static final String SESSIONS = """
        select pid, coalesce(usename, '') || ' ' || coalesce(application_name, '') from pg_stat_activity
        where datname = 'maillage' and backend_type = 'client backend' and usename <> 'postgres'
        order by backend_start, pid
        """;

    private record Session(int pid, String whose) {}

    private Session session(Connection superuser, int draw) throws SQLException {
        try (var statement = superuser.createStatement();
                var rows = statement.executeQuery(SESSIONS)) {
            var sessions = new ArrayList<Session>();
            while (rows.next()) {
                sessions.add(new Session(rows.getInt(1), rows.getString(2).strip()));
            }
            if (sessions.isEmpty()) {
                throw new Missed("nobody is connected to PostgreSQL");
            }
            return sessions.get(draw % sessions.size());
        }
    }

    private String endSession(Fault fault) throws SQLException {
        try (var superuser = stage.superuser();
                var statement = superuser.createStatement()) {
            var session = session(superuser, fault.draw());
            statement.execute("select pg_terminate_backend(" + session.pid() + ")");
            return "session of " + session.whose();
        }
    }

    private String killBackend(Fault fault) throws SQLException {
        try (var superuser = stage.superuser()) {
            var session = session(superuser, fault.draw());
            ProcessHandle.of(session.pid()).ifPresent(ProcessHandle::destroyForcibly);
            return "postgres, backend of " + session.whose();
        }
    }

    private interface Striking {
        String target() throws SQLException, InterruptedException;
    }

    /** What waits in one and not yet in the other is a difference, and rightly said to be one. */
    private String alone(Striking striking) throws SQLException, InterruptedException {
        readModels.lockInterruptibly();
        try {
            return striking.target();
        } finally {
            readModels.unlock();
        }
    }

    private String poison(Fault fault) throws SQLException, InterruptedException {
        String table;
        try (var superuser = stage.superuser()) {
            table = Poison.plant(superuser, fault.draw());
        }
        boolean refused = false;
        try {
            long deadline = System.nanoTime() + POISON.toNanos();
            do {
                Thread.sleep(fault.millis());
                refused = operations.isAnythingParked();
            } while (!refused && System.nanoTime() < deadline);
        } finally {
            insist("the poison of " + table + " is taken back", () -> {
                try (var superuser = stage.superuser()) {
                    Poison.takeBack(superuser);
                    return true;
                }
            });
        }
        insist("what " + table + " refused is applied", () -> operations.retryAll() == 0);
        if (!refused) {
            throw new Missed("nothing was written to " + table + " that it could refuse");
        }
        return table;
    }

    private String rebuild(Fault fault) throws SQLException, InterruptedException {
        var models = recovery.readModels();
        if (models.isEmpty()) {
            throw new Missed("no read model answers");
        }
        var model = models.get(fault.draw() % models.size());
        if (!operations.rebuild(model)) {
            throw new Missed("nobody rebuilds " + model);
        }
        insist("the rebuild of " + model + " ends", () -> {
            var state = operations.rebuilding(model).orElse("none");
            if (state.equals("DIFFERENT") || state.equals("FAILED")) {
                complain("the rebuild of " + model + " (fault " + fault.n() + ") ended as " + state);
                return true;
            }
            return state.equals("none");
        });
        insist("what is kept of " + model + " is removed", () -> {
            operations.removeKept(model);
            return true;
        });
        return model;
    }

    @FunctionalInterface
    private interface Deed {
        boolean isDone() throws SQLException;
    }

    /** Whatever else goes on. */
    private static void insist(String what, Deed deed) throws InterruptedException {
        long deadline = System.nanoTime() + OPERATOR.toNanos();
        while (true) {
            try {
                if (deed.isDone()) {
                    return;
                }
            } catch (SQLException away) {
                log.debug("{} is not possible yet", what, away);
            }
            if (System.nanoTime() > deadline) {
                throw new StageFailure("not within " + OPERATOR.toSeconds() + " s: " + what);
            }
            Thread.sleep(LOOK_AGAIN.multipliedBy(3));
        }
    }
}

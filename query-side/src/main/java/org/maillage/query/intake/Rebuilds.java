package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.maillage.query.intake.Build.State;

/** The read models as those who run the platform see them: which schema answers, what is rebuilt beside it, what is kept. */
public final class Rebuilds {

    /** Why something is not done. */
    public enum Refusal {
        /** There is no read model of that name. */
        UNKNOWN,
        /** Its first making has not ended: it goes on by itself. */
        NOT_MADE_YET,
        /** A rebuild goes on. */
        UNDER_WAY,
        /** Nothing was rebuilt that waits for a decision. */
        NOTHING_TO_DECIDE,
        /** What answered before is not kept. */
        NOTHING_KEPT,
        /** It answers, or is being made, or is not there: only what is kept, and what was given up, is removed. */
        NOT_REMOVABLE
    }

    /** It is not done. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Refusal refusal;

        Refused(Refusal refusal) {
            super(refusal.name());
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }

    /**
     * A read model.
     *
     * @param version of this build
     * @param serving the version that answers; null while none does yet
     * @param schema in which this version answers
     * @param answers whether it does on this node
     * @param making how far the first making of this version is; null once it is made
     * @param rebuild what is rebuilt beside it; null for nothing
     * @param compared what the last switch was decided by; null for none
     * @param kept schemas that answered before, or were given up: nobody needs them
     */
    public record ReadModel(
            String name,
            int version,
            @Nullable Integer serving,
            String schema,
            boolean answers,
            @Nullable Making making,
            @Nullable Making rebuild,
            @Nullable Comparison compared,
            List<Kept> kept) {
        public ReadModel {
            kept = List.copyOf(kept);
        }
    }

    /**
     * @param state ASKED, FILLING, COMPARING, DIFFERENT, SWITCHING, RETURNING, FAILED
     * @param records read, of {@code total}
     * @param perSecond records, since the node that is at it began
     * @param secondsLeft null while nobody knows
     * @param comparison once it was made
     */
    public record Making(
            String state,
            @Nullable Instant askedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            int percent,
            long records,
            long total,
            long perSecond,
            @Nullable Long secondsLeft,
            @Nullable Comparison comparison,
            @Nullable String failure) {

        private static Making of(Build build, State state) {
            var reached = build.reached();
            var left = state == State.FILLING ? reached.secondsLeft() : OptionalLong.empty();
            return new Making(
                    state.name(),
                    build.askedAt(),
                    build.startedAt(),
                    build.endedAt(),
                    reached.percent(),
                    reached.read(),
                    reached.total(),
                    reached.perSecond(),
                    left.isPresent() ? left.getAsLong() : null,
                    Rebuilds.comparison(build),
                    build.failure());
        }
    }

    /** @param since when it was made */
    public record Kept(String schema, @Nullable Instant since) {}

    private static final Pattern VERSIONED = Pattern.compile("(.*)_v[0-9]+(__next|__old)?");

    private final List<Projection> projections;
    private final Transactions transactions;
    private final ReadModels readModels;

    Rebuilds(List<Projection> projections, Transactions transactions, ReadModels readModels) {
        this.projections = List.copyOf(projections);
        this.transactions = transactions;
        this.readModels = readModels;
    }

    /** All of them, by name. */
    public List<ReadModel> list() throws SQLException {
        return transactions.run(connection -> {
            var builds = Build.all(connection);
            var serving = serving(connection);
            var models = new ArrayList<ReadModel>();
            for (var projection : projections) {
                models.add(readModel(projection, serving.get(projection.name()), builds));
            }
            models.sort((one, other) -> one.name().compareTo(other.name()));
            return models;
        });
    }

    private ReadModel readModel(Projection projection, @Nullable Integer serving, SortedMap<String, Build> builds) {
        var own = builds.get(projection.schema());
        var next = builds.get(Shadow.next(projection).schema());
        var kept = new ArrayList<Kept>();
        for (var build : builds.values()) {
            if (removable(projection, build, serving)) {
                kept.add(new Kept(build.id(), build.startedAt()));
            }
        }
        return new ReadModel(
                projection.name(),
                projection.version(),
                serving,
                projection.schema(),
                !readModels.rebuilding().contains(projection.name()),
                own == null || own.complete() ? null : Making.of(own, State.FILLING),
                next == null || next.state() == null ? null : Making.of(next, next.state()),
                own == null ? null : comparison(own),
                kept);
    }

    private static @Nullable Comparison comparison(Build build) {
        return build.comparison() == null ? null : Comparison.read(build.comparison());
    }

    private static SortedMap<String, Integer> serving(Connection connection) throws SQLException {
        var serving = new TreeMap<String, Integer>();
        try (var query = connection.prepareStatement("select projection, version from intake.serving_version");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                serving.put(rows.getString(1), rows.getInt(2));
            }
        }
        return serving;
    }

    /** What answered before, an older version than the one that answers, and what was rebuilt and is not wanted. */
    private static boolean removable(Projection projection, Build build, @Nullable Integer serving) {
        var versioned = VERSIONED.matcher(build.id());
        if (!versioned.matches() || !versioned.group(1).equals(projection.name())) {
            return false;
        }
        if (build.underWay()) {
            return false;
        }
        if (versioned.group(2) != null) {
            return true;
        }
        return serving != null && projection.version() == serving && !build.id().equals(projection.schema());
    }

    @FunctionalInterface
    private interface Step {
        void in(Connection connection) throws SQLException, Refused;
    }

    /** In one transaction with the line of the log that says so, also when it is refused. */
    private Optional<Refusal> does(Operation operation, String done, Step step) throws SQLException {
        return transactions.run(connection -> {
            try {
                step.in(connection);
                OperationLog.note(connection, operation, done);
                return Optional.empty();
            } catch (Refused refused) {
                var refusal = refused.refusal();
                OperationLog.note(
                        connection, operation, "refused: " + refusal.name().toLowerCase(Locale.ROOT));
                return Optional.of(refusal);
            }
        });
    }

    /** It is made anew beside itself, in the background; gives why not. */
    public Optional<Refusal> rebuild(Operation operation, String name) throws SQLException {
        return does(operation, "asked for", connection -> rebuild(connection, name));
    }

    /**
     * What was rebuilt, and differs, is compared again and put in its place if it is the same now; gives why not.
     *
     * @param acceptDifferences it is put in its place as it is
     */
    public Optional<Refusal> decide(Operation operation, String name, boolean acceptDifferences) throws SQLException {
        return does(
                operation,
                acceptDifferences ? "its differences are accepted" : "to be compared again",
                connection -> decide(connection, name, acceptDifferences));
    }

    /** What answered before answers again, once it has caught up; gives why not. */
    public Optional<Refusal> giveBack(Operation operation, String name) throws SQLException {
        return does(operation, "asked for", connection -> giveBack(connection, name));
    }

    /** What is kept is removed; gives why not. */
    public Optional<Refusal> remove(Operation operation, String name, String schema) throws SQLException {
        return does(operation, "removed " + schema, connection -> remove(connection, name, schema));
    }

    /** One of them; empty when there is none of that name. */
    public Optional<ReadModel> find(String name) throws SQLException {
        return list().stream().filter(model -> model.name().equals(name)).findFirst();
    }

    private Projection projection(String name) throws Refused {
        return projections.stream()
                .filter(projection -> projection.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refused(Refusal.UNKNOWN));
    }

    void rebuild(Connection connection, String name) throws SQLException, Refused {
        var projection = projection(name);
        idle(connection, projection);
        Build.ask(connection, Shadow.next(projection).schema(), State.ASKED);
    }

    void decide(Connection connection, String name, boolean acceptDifferences) throws SQLException, Refused {
        var next = Shadow.next(projection(name)).schema();
        var build = Build.lock(connection, next);
        if (build.isEmpty() || build.get().state() != State.DIFFERENT) {
            throw new Refused(
                    build.isPresent() && build.get().underWay() ? Refusal.UNDER_WAY : Refusal.NOTHING_TO_DECIDE);
        }
        Build.become(connection, next, acceptDifferences ? State.SWITCHING : State.COMPARING, false);
    }

    void giveBack(Connection connection, String name) throws SQLException, Refused {
        var projection = projection(name);
        idle(connection, projection);
        if (Build.lock(connection, Shadow.old(projection).schema()).isEmpty()) {
            throw new Refused(Refusal.NOTHING_KEPT);
        }
        Switch.oldToNext(connection, projection);
        Build.ask(connection, Shadow.next(projection).schema(), State.RETURNING);
    }

    void remove(Connection connection, String name, String schema) throws SQLException, Refused {
        var projection = projection(name);
        var build = Build.lock(connection, schema).orElseThrow(() -> new Refused(Refusal.NOT_REMOVABLE));
        if (!removable(projection, build, serving(connection).get(name))) {
            throw new Refused(Refusal.NOT_REMOVABLE);
        }
        Switch.drop(connection, schema);
    }

    private static void idle(Connection connection, Projection projection) throws SQLException, Refused {
        var own = Build.lock(connection, projection.schema());
        if (own.isEmpty() || !own.get().complete()) {
            throw new Refused(Refusal.NOT_MADE_YET);
        }
        var next = Build.lock(connection, Shadow.next(projection).schema());
        if (next.isPresent() && next.get().underWay()) {
            throw new Refused(Refusal.UNDER_WAY);
        }
    }
}

package org.maillage.command.notary;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.proof.Checkpoint;
import org.maillage.kernel.proof.Frontier;
import org.maillage.kernel.proof.SigningKey;
import org.maillage.kernel.proof.VerifyingKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Signs checkpoints of one ledger, for as long as the application runs. Every node has a notary; whoever looks first signs, in one
 * short transaction under a lock, and the others find nothing to do. It only reads what commands have written: none waits for it.
 */
public final class Notary implements SmartLifecycle {

    /** What the notary of this node does. */
    public enum State {
        STOPPED,
        SIGNING,
        /** Something is unreachable; tried again and again. */
        INTERRUPTED,
        /** What is stored is not what was recorded, until people find out why and start again. */
        REFUSING
    }

    /**
     * How often.
     *
     * @param events so many new ones are signed at once
     * @param interval fewer are signed after this time
     */
    record Rhythm(int events, Duration interval) {

        Rhythm {
            if (events < 1 || !interval.isPositive()) {
                throw new IllegalArgumentException("Checkpoints every " + events + " events or " + interval);
            }
        }

        Duration look() {
            return Collections.min(List.of(interval.dividedBy(2), Duration.ofSeconds(1)));
        }
    }

    private static final Logger log = LoggerFactory.getLogger(Notary.class);
    private static final int PAGE = 100;
    private static final Duration LAST_LOOK = Duration.ofSeconds(3);

    private final String ledger;
    private final Checkpoints checkpoints;
    private final TransactionTemplate transaction;
    private final Archive archive;
    private final SigningKey key;
    private final Rhythm rhythm;
    private final Clock clock;
    private volatile State state = State.STOPPED;
    /** The last that was signed here or verified here: to verify the very same again is the dearest part of signing the next. */
    private volatile @Nullable Issued genuine;

    private @Nullable ScheduledExecutorService looks;

    Notary(String ledger, DataSource database, Archive archive, SigningKey key, Rhythm rhythm, Clock clock) {
        this.ledger = ledger;
        this.checkpoints = new Checkpoints(ledger, database);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
        this.archive = archive;
        this.key = key;
        this.rhythm = rhythm;
        this.clock = clock;
    }

    public State state() {
        return state;
    }

    @Override
    public synchronized void start() {
        if (looks == null) {
            enter(State.SIGNING, null);
            var thread = Thread.ofPlatform().name("notary").daemon().factory();
            var started = Executors.newSingleThreadScheduledExecutor(thread);
            var pause = rhythm.look().toNanos();
            var _ = started.scheduleWithFixedDelay(this::look, 0, pause, TimeUnit.NANOSECONDS);
            looks = started;
        }
    }

    @Override
    public synchronized void stop() {
        var ending = looks;
        if (ending != null) {
            ending.shutdown();
            try {
                if (!ending.awaitTermination(LAST_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    ending.shutdownNow();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            looks = null;
            enter(State.STOPPED, null);
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return looks != null;
    }

    /** Before the web server starts and after it stops. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void look() {
        if (state == State.REFUSING) {
            return;
        }
        try {
            while (!Thread.currentThread().isInterrupted() && signNext()) {
                enter(State.SIGNING, null);
            }
            enter(State.SIGNING, null);
        } catch (BrokenLedger broken) {
            enter(State.REFUSING, broken);
        } catch (RuntimeException e) {
            // What is thrown here would end the looks for good.
            enter(State.INTERRUPTED, e);
        }
    }

    /**
     * Signs one checkpoint, if one is due and nobody else is at it.
     *
     * @throws BrokenLedger if what it would cover is not what was recorded
     */
    boolean signNext() {
        return Boolean.TRUE.equals(transaction.execute(_ -> {
            if (!checkpoints.takeSeat()) {
                return false;
            }
            var last = checkpoints.last();
            last.ifPresent(this::requireGenuine);
            var due = due(last.map(Checkpoints.Last::issued).map(Issued::checkpoint));
            due.ifPresent(size -> sign(last, size));
            return due.isPresent();
        }));
    }

    private void requireGenuine(Checkpoints.Last last) {
        if (last.issued().equals(genuine)) {
            return;
        }
        var checkpoint = last.issued().checkpoint();
        var own = key.verifyingKey();
        var signer = checkpoint.keyId().equals(own.id())
                ? own
                : VerifyingKey.ofBase64(last.issued().publicKey());
        if (!signer.verifies(checkpoint)) {
            throw new BrokenLedger("The checkpoint at position " + checkpoint.size() + " is not as it was signed");
        }
        genuine = last.issued();
    }

    private Optional<Long> due(Optional<Checkpoint> last) {
        long signed = last.map(Checkpoint::size).orElse(0L);
        long fresh = checkpoints.events() - signed;
        if (fresh < 0) {
            throw new BrokenLedger(
                    "Positions after " + (signed + fresh) + " are gone, which were signed up to " + signed);
        }
        if (fresh >= rhythm.events()) {
            return Optional.of(signed + rhythm.events());
        }
        // One far ahead of the clock is of a clock that has jumped back since: it must not be waited for.
        var waited = last.map(checkpoint ->
                Duration.between(checkpoint.at(), clock.instant()).abs().compareTo(rhythm.interval()) >= 0);
        return fresh > 0 && waited.orElse(true) ? Optional.of(signed + fresh) : Optional.empty();
    }

    private void sign(Optional<Checkpoints.Last> last, long size) {
        var tree = last.map(Checkpoints.Last::tree).orElse(Frontier.EMPTY);
        var before = last.map(end -> end.issued().checkpoint());
        // Never before what it covers, nor before the one that it follows: clocks of several machines differ.
        var at = before.map(Checkpoint::at).orElse(Instant.EPOCH);
        while (tree.size() < size) {
            int page = (int) Math.min(PAGE, size - tree.size());
            var events = archive.read(tree.size(), page);
            if (events.isEmpty()) {
                throw new BrokenLedger("Position " + (tree.size() + 1) + " is gone");
            }
            for (var event : events) {
                long position = tree.size() + 1;
                if (event.event().position() != position) {
                    throw new BrokenLedger("Position " + position + " is gone");
                }
                if (!event.isIntact()) {
                    throw new BrokenLedger("The event at position " + position + " is not what its leaf says");
                }
                tree = tree.with(event.leaf());
                at = Collections.max(List.of(at, event.event().recordedAt()));
            }
        }
        before.map(Checkpoint::keyId)
                .filter(id -> !id.equals(key.verifyingKey().id()))
                .ifPresent(id -> log.warn(
                        "The key that signs the ledger {} changes after position {}: {} follows {}",
                        ledger,
                        before.orElseThrow().size(),
                        key.verifyingKey().id(),
                        id));
        at = Collections.max(List.of(at, clock.instant().truncatedTo(ChronoUnit.MICROS)));
        var root = Base64.getEncoder().encodeToString(tree.root());
        var previous = before.map(Checkpoint::digest).orElse(null);
        var checkpoint = key.sign(ledger, size, root, at, previous);
        var issued = new Issued(checkpoint, key.verifyingKey().base64());
        checkpoints.add(issued, tree);
        genuine = issued;
    }

    /** One line per change, not per look. */
    private void enter(State entered, @Nullable RuntimeException reason) {
        if (entered != state) {
            state = entered;
            switch (entered) {
                case SIGNING ->
                    log.info(
                            "Signing the ledger {} with the key {}",
                            ledger,
                            key.verifyingKey().id());
                case INTERRUPTED -> log.warn("Signing the ledger {} is interrupted", ledger, reason);
                case REFUSING ->
                    log.error("ALERT: not signing the ledger {} any more: {}", ledger, String.valueOf(reason));
                case STOPPED -> log.info("Stopped signing the ledger {}", ledger);
            }
        }
    }
}

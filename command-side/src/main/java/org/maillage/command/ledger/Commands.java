package org.maillage.command.ledger;

import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.jspecify.annotations.Nullable;
import org.maillage.command.AlreadyKnown;
import org.maillage.command.Command;
import org.maillage.command.IdempotencyKeyReused;
import org.maillage.command.Refusal;
import org.maillage.command.StaleVersion;
import org.maillage.command.Unavailable;
import org.maillage.command.UnknownTarget;

/**
 * Has commands decided and written. A caller waits until its events are durable; call it on a virtual thread. What is refused, or
 * answered with silence, was decided on the state that the database held after the command came in.
 */
public final class Commands {

    /** How long a command is decided again and again because others were faster. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int MOST_PAUSE_MICROS = 20_000;

    private final CommandBus bus;
    private final CommandLog log;

    Commands(CommandBus bus, CommandLog log) {
        this.bus = bus;
        this.log = log;
    }

    /**
     * Has a command decided and written, and waits for it.
     *
     * @throws Refusal when a rule says no
     * @throws UnknownTarget when there is no such aggregate
     * @throws StaleVersion when the expected version is not the current one
     * @throws IdempotencyKeyReused when the command id is that of another request
     * @throws Unavailable when nobody can decide or write now
     */
    public Outcome send(Command command, Envelope envelope) {
        var commandId = envelope.commandId() == null ? GrowingIdentifiers.next() : envelope.commandId();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var fresh = false;
        var bornAlready = false;
        for (int tries = 1; ; tries++) {
            var attempt = new Attempt(command, commandId, envelope, fresh);
            try {
                return decide(attempt);
            } catch (Undecided undecided) {
                switch (undecided.reason()) {
                    case CACHED_STATE -> fresh = true;
                    case KNOWN_COMMAND -> {
                        var repeat = repeated(commandId, envelope);
                        if (repeat != null) {
                            return repeat;
                        }
                    }
                    case BORN_ALREADY -> {
                        if (bornAlready) {
                            return repeatedOr(new AlreadyKnown(), commandId, envelope);
                        }
                        bornAlready = true;
                    }
                    case LOST_RACE -> pause(tries, deadline);
                }
            } catch (Unavailable unavailable) {
                throw unavailable;
            } catch (LockAcquisitionFailedException deadlock) {
                pause(tries, deadline);
            } catch (RuntimeException failure) {
                if (!attempt.decidedFromCache()) {
                    return repeatedOr(failure, commandId, envelope);
                }
                fresh = true;
            }
        }
    }

    private Outcome decide(Attempt attempt) {
        var answer = new Object() {
            @Nullable
            Throwable failure;
        };
        bus.dispatch(
                attempt.message(),
                (_, result) -> answer.failure = result.isExceptional() ? result.exceptionResult() : null);
        if (answer.failure != null) {
            throw surfaced(answer.failure);
        }
        return attempt.outcome();
    }

    /** What was thrown, without what the framework wrapped around it. */
    private static RuntimeException surfaced(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal
                    || cause instanceof Undecided
                    || cause instanceof Unavailable
                    || cause instanceof LockAcquisitionFailedException) {
                return (RuntimeException) cause;
            }
            if (cause instanceof AggregateNotFoundException) {
                return new UnknownTarget();
            }
        }
        return switch (failure) {
            case RuntimeException exception -> exception;
            case Error error -> throw error;
            default -> new IllegalStateException(failure);
        };
    }

    /** Before a no is answered: a first try of the same command may have done it, and be the cause of this no. */
    private Outcome repeatedOr(RuntimeException failure, UUID commandId, Envelope envelope) {
        var repeat = envelope.commandId() == null ? null : repeated(commandId, envelope);
        if (repeat == null) {
            throw failure;
        }
        return repeat;
    }

    private @Nullable Outcome repeated(UUID commandId, Envelope envelope) {
        var known = log.find(commandId);
        if (known == null) {
            return null;
        }
        if (!Arrays.equals(known.requestHash(), envelope.requestHash())) {
            throw new IdempotencyKeyReused();
        }
        return new Outcome(known.response(), null, known.version(), known.written(), true);
    }

    private static void pause(int tries, long deadline) {
        if (System.nanoTime() > deadline) {
            throw new Unavailable("Others were faster all the time");
        }
        var most = Math.min(MOST_PAUSE_MICROS, 500 << Math.min(tries, 10));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(most) * 1_000L);
    }
}

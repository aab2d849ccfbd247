package org.maillage.command.ledger;

import java.util.HashMap;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.command.StaleVersion;

/** One try at one command: what it was asked with, what it has seen, what came of it. It travels in the command's message. */
final class Attempt {

    private static final String KEY = Attempt.class.getName();
    private static final long NOTHING = -1;

    private final Command command;
    private final UUID commandId;
    private final Envelope envelope;
    private final boolean fresh;

    private boolean sawCache;
    private @Nullable Long loadedVersion;
    private @Nullable Outcome outcome;

    /** A {@code fresh} attempt decides on what the database holds, not on what this node remembers. */
    Attempt(Command command, UUID commandId, Envelope envelope, boolean fresh) {
        this.command = command;
        this.commandId = commandId;
        this.envelope = envelope;
        this.fresh = fresh;
    }

    /** The attempt of the root of the current unit of work; null outside of one. */
    static @Nullable Attempt current() {
        return CurrentUnitOfWork.isStarted() ? of(CurrentUnitOfWork.get()) : null;
    }

    static @Nullable Attempt of(UnitOfWork<?> unit) {
        return (Attempt) unit.root().getMessage().getMetaData().get(KEY);
    }

    static @Nullable Long expectedVersion(CommandMessage<?> message) {
        return message.getMetaData().get(KEY) instanceof Attempt attempt ? attempt.envelope.expectedVersion() : null;
    }

    CommandMessage<Command> message() {
        var metadata = new HashMap<String, Object>();
        metadata.put(KEY, this);
        if (envelope.actor() != null) {
            metadata.put(Correlation.ACTOR, envelope.actor());
        }
        if (envelope.traceparent() != null) {
            metadata.put(Correlation.TRACEPARENT, envelope.traceparent());
        }
        return new GenericCommandMessage<>(
                new GenericMessage<>(commandId.toString(), command, metadata),
                command.getClass().getName());
    }

    Outcome outcome() {
        return Objects.requireNonNull(outcome, "The unit of work ended without a write");
    }

    /** Whether deciding again could come to another end. */
    boolean decidedFromCache() {
        return sawCache && !fresh;
    }

    void sawCache() {
        sawCache = true;
    }

    /** An aggregate was loaded, at this version; null when it is new. */
    void loaded(String aggregateId, @Nullable Long version) {
        if (loadedVersion == null && aggregateId.equals(command.target().toString())) {
            loadedVersion = version == null ? NOTHING : version;
        }
    }

    /**
     * The client may name the version that it has seen.
     *
     * @throws StaleVersion when another one decided
     */
    void requireExpectedVersion() {
        var expected = envelope.expectedVersion();
        if (expected != null && expected != versionBefore()) {
            throw new StaleVersion();
        }
    }

    private long versionBefore() {
        return loadedVersion == null ? NOTHING : loadedVersion;
    }

    long versionAfter(Iterable<StagedEvent> events) {
        var version = versionBefore();
        for (var event : events) {
            if (event.aggregateId().equals(command.target().value())) {
                version = event.sequence();
            }
        }
        return version;
    }

    void done(Outcome outcome) {
        this.outcome = outcome;
    }

    UUID commandId() {
        return commandId;
    }

    Envelope envelope() {
        return envelope;
    }

    boolean fresh() {
        return fresh;
    }
}

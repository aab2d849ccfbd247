package org.maillage.command.ledger;

import java.util.List;
import java.util.Objects;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.ConsistencyToken;

/** Makes all that a command and the commands nested in it have staged one write, when the root unit of work commits. */
final class OneWrite implements MessageHandlerInterceptor<CommandMessage<?>> {

    private final Writer writer;
    private final Histories histories;

    OneWrite(Writer writer, Histories histories) {
        this.writer = writer;
        this.histories = histories;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> unit, InterceptorChain chain)
            throws Exception {
        if (!unit.isRoot()) {
            return chain.proceed();
        }
        var attempt = Objects.requireNonNull(Attempt.of(unit), "Commands come through Commands.send");
        unit.onCommit(root -> flush(root, attempt));
        var result = chain.proceed();
        attempt.requireExpectedVersion();
        return result;
    }

    private void flush(UnitOfWork<?> root, Attempt attempt) {
        var staged = StagedWrite.of(root);
        var events = staged.events();
        if (events.isEmpty() && attempt.decidedFromCache()) {
            throw new Undecided(Undecided.Reason.CACHED_STATE);
        }
        var claims = ClaimChange.of(staged.claims());
        var envelope = attempt.envelope();
        var version = attempt.versionAfter(events);
        var result = root.getExecutionResult().getResult().getPayload();
        var response =
                envelope.responder() == null ? null : envelope.responder().respond(result, version);
        var repeatable = envelope.commandId() != null;
        var written = ConsistencyToken.EMPTY;
        if (repeatable || !events.isEmpty() || !claims.isEmpty()) {
            var unit = new Unit(
                    attempt.commandId(),
                    repeatable ? envelope.requestHash() : null,
                    repeatable ? response : null,
                    repeatable ? (Long) version : null,
                    events,
                    claims);
            written = token(events, write(unit));
            histories.advance(events);
        }
        attempt.done(new Outcome(response, result, version, written, false));
    }

    /** The position of the first event. */
    private long write(Unit unit) {
        return switch (writer.write(unit)) {
            case Verdict.Written written -> written.first();
            case Verdict.KnownCommand _ -> throw new Undecided(Undecided.Reason.KNOWN_COMMAND);
            case Verdict.LostRace _ -> throw new Undecided(Undecided.Reason.LOST_RACE);
            case Verdict.BornAlready _ -> throw new Undecided(Undecided.Reason.BORN_ALREADY);
            case Verdict.ClaimHeld held ->
                throw Objects.requireNonNull(held.change().heldBySomebodyElse()).get();
        };
    }

    private static ConsistencyToken token(List<StagedEvent> events, long first) {
        var token = ConsistencyToken.EMPTY;
        var position = first;
        for (var event : events) {
            token = token.with(event.streamKey(), position++);
        }
        return token;
    }
}

package org.maillage.command;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.maillage.command.ledger.Commands;
import org.maillage.command.ledger.Envelope;
import org.maillage.kernel.Id;
import org.maillage.kernel.Scalar;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.wire.ConsistencyToken;
import org.maillage.kernel.wire.Json;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Sends the commands of those who may, for controllers, and turns what came of them into answers. */
@Component
public final class Answers {

    private static final JsonMapper MAPPER =
            Json.mapper().addMixIn(Warning.class, Advice.class).build();

    private final Commands commands;
    private final Access access;

    /** An event names a warning; an answer also says it. */
    @JsonFormat(shape = JsonFormat.Shape.OBJECT)
    private interface Advice {
        @JsonProperty
        String code();

        @JsonProperty
        String text();
    }

    Answers(Commands commands, Access access) {
        this.commands = commands;
        this.access = access;
    }

    /** 200: something happened to the command's target. */
    public ResponseEntity<Accepted> ok(Command command, Request request) {
        return ok(command.target(), command, request);
    }

    /** 200, when what the client knows is only a part of the command's target. */
    public ResponseEntity<Accepted> ok(Id id, Command command, Request request) {
        return answer(HttpStatus.OK, null, id, command, request);
    }

    /** 201: the command's target is new, and can be read at {@code location}. */
    public ResponseEntity<Accepted> created(String location, Command command, Request request) {
        return created(location, command.target(), command, request);
    }

    /** 201, when what is new is only a part of the command's target; the version stays the target's. */
    public ResponseEntity<Accepted> created(String location, Id id, Command command, Request request) {
        return answer(HttpStatus.CREATED, location, id, command, request);
    }

    /**
     * For who must look something up before there is a command: lets the caller in first, so that nothing is learnt by it.
     *
     * @param unknown what is said when nothing is there
     * @return the centre
     */
    public EpnId enter(Id thing, Supplier<? extends Refusal> unknown, Request request) {
        return access.enter(thing, unknown, request.ask()).epn();
    }

    private ResponseEntity<Accepted> answer(
            HttpStatus status, @Nullable String location, Id id, Command command, Request request) {
        var admission = access.admit(command, request.ask());
        var caller = request.ask().caller();
        var key = request.idempotencyKey();
        var outcome = commands.send(
                command,
                new Envelope(
                        key == null ? null : commandId(key, request),
                        key == null ? null : request.hash(key),
                        request.ifMatch(),
                        admission == null ? caller.subject().value() : admission.actor(caller),
                        request.traceparent().toString(),
                        key == null
                                ? null
                                : (result, version) -> MAPPER.writeValueAsBytes(
                                        first(status, location, id, result, version, request))));
        access.done(command);
        var stored = outcome.response();
        var first = stored == null
                ? first(status, location, id, outcome.result(), outcome.version(), request)
                : MAPPER.readValue(stored, First.class);
        return first.toEntity(request.token().and(outcome.written()));
    }

    private static First first(
            HttpStatus status,
            @Nullable String location,
            Id id,
            @Nullable Object result,
            long version,
            Request request) {
        var body = MAPPER.createObjectNode().put("id", id.value().toString()).put("version", version);
        var addition = addition(result, request);
        if (addition != null) {
            body.setAll((ObjectNode) MAPPER.valueToTree(addition));
        }
        return new First(status.value(), location, version, body);
    }

    /** What a creating handler returns is its aggregate's id: that adds nothing. */
    private static @Nullable Record addition(@Nullable Object result, Request request) {
        var declared = request.adds();
        if (declared == null) {
            if (result instanceof Record undeclared && !(result instanceof Scalar<?>)) {
                throw new IllegalStateException(
                        request.path() + " adds " + undeclared.getClass().getSimpleName() + " and does not say so");
            }
            return null;
        }
        if (result != null && result.getClass() != declared) {
            throw new IllegalStateException(request.path() + " should add " + declared.getSimpleName());
        }
        return (Record) result;
    }

    /** A name-based UUID (version 8): the same key of the same account names the same command. */
    private static UUID commandId(String key, Request request) {
        var scoped = request.subject() + "\n" + key;
        var hash = ByteBuffer.wrap(Request.sha256().digest(scoped.getBytes(StandardCharsets.UTF_8)));
        return new UUID(
                (hash.getLong() & 0xffffffffffff0fffL) | 0x8000L,
                (hash.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L);
    }

    /** The first answer to a request, as it is stored for those that repeat it. */
    private record First(int status, @Nullable String location, long version, ObjectNode body) {

        ResponseEntity<Accepted> toEntity(ConsistencyToken token) {
            var answer = ResponseEntity.status(status)
                    .eTag("\"" + version + "\"")
                    .header(ConsistencyToken.HEADER, token.encoded())
                    .contentType(MediaType.APPLICATION_JSON);
            if (location != null) {
                answer.header(HttpHeaders.LOCATION, location);
            }
            return answer.body(new Accepted(MAPPER.writeValueAsBytes(body)));
        }
    }
}

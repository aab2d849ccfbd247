package org.maillage.command.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.ConsistencyToken;

/** The commands that were done. */
final class CommandLog {

    private final Reader reader;

    CommandLog(Reader reader) {
        this.reader = reader;
    }

    /** A command that was done, and what was answered. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares these
    record Done(byte @Nullable [] requestHash, byte @Nullable [] response, long version, ConsistencyToken written) {}

    @SuppressWarnings("ArrayRecordComponent") // nobody compares these
    private record Row(
            byte @Nullable [] requestHash, byte @Nullable [] response, long version, long first, long last) {}

    @Nullable
    Done find(UUID commandId) {
        var row = reader.read(jdbc -> jdbc.sql("""
            select request_hash, response, version, first_position, last_position
            from ledger.command_log
            where command_id = ?
            """)
                .param(commandId)
                .query((found, _) -> new Row(
                        found.getBytes(1), found.getBytes(2), found.getLong(3), found.getLong(4), found.getLong(5)))
                .optional());
        return row.map(done -> new Done(done.requestHash, done.response, done.version, written(done.first, done.last)))
                .orElse(null);
    }

    private ConsistencyToken written(long first, long last) {
        record At(UUID streamKey, long position) {}
        if (first == 0) {
            return ConsistencyToken.EMPTY;
        }
        return reader
                .read(jdbc -> jdbc.sql("select stream_key, position from ledger.event where position between ? and ?")
                        .param(first)
                        .param(last)
                        .query((row, _) -> new At(row.getObject(1, UUID.class), row.getLong(2)))
                        .list())
                .stream()
                .reduce(
                        ConsistencyToken.EMPTY,
                        (token, at) -> token.with(at.streamKey, at.position),
                        ConsistencyToken::and);
    }
}

package org.maillage.command.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.wire.EventCodec;

/** The ledger, as the framework wants to see it. Appending stages; the root unit of work writes. */
final class LedgerEngine implements EventStorageEngine {

    private static final int PAGE = 1_000;

    private final Reader reader;
    private final Ledger ledger;

    LedgerEngine(Reader reader, Ledger ledger) {
        this.reader = reader;
        this.ledger = ledger;
    }

    @Override
    public void appendEvents(List<? extends EventMessage<?>> messages) {
        var write = StagedWrite.of(CurrentUnitOfWork.get());
        for (var message : messages) {
            if (!(message instanceof DomainEventMessage<?> decided)) {
                throw new IllegalStateException("Only aggregates decide facts");
            }
            write.add(StagedEvent.of(decided));
        }
    }

    @Override
    public DomainEventStream readEvents(String aggregateId, long firstSequence) {
        List<DomainEventMessage<?>> events = reader.read(jdbc -> jdbc.sql("""
            select event_id, aggregate_id, sequence, aggregate_type, type, revision, recorded_at, payload
            from ledger.event
            where aggregate_id = ? and sequence >= ?
            order by sequence
            """)
                .param(UUID.fromString(aggregateId))
                .param(firstSequence)
                .<DomainEventMessage<?>>query((row, _) -> message(row))
                .list());
        return DomainEventStream.of(events);
    }

    /** All events of an aggregate; none when there is no such aggregate. */
    History history(UUID aggregateId) {
        return reader.read(jdbc -> {
            var events = new ArrayList<Event>();
            var weight = new AtomicInteger();
            jdbc.sql("select type, revision, payload from ledger.event where aggregate_id = ? order by sequence")
                    .param(aggregateId)
                    .query(row -> {
                        var payload = row.getBytes(3);
                        events.add(EventCodec.read(row.getString(1), row.getInt(2), payload));
                        weight.addAndGet(History.weightOf(payload));
                    });
            return new History(events, weight.get());
        });
    }

    private static DomainEventMessage<?> message(ResultSet row) throws SQLException {
        return new GenericDomainEventMessage<>(
                row.getString("aggregate_type"),
                row.getString("aggregate_id"),
                row.getLong("sequence"),
                EventCodec.read(row.getString("type"), row.getInt("revision"), row.getBytes("payload")),
                MetaData.emptyInstance(),
                row.getString("event_id"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    }

    @Override
    public Stream<? extends TrackedEventMessage<?>> readEvents(@Nullable TrackingToken after, boolean mayBlock) {
        return Stream.iterate(
                        page(after),
                        page -> !page.isEmpty(),
                        page -> page(page.getLast().trackingToken()))
                .flatMap(List::stream);
    }

    private List<TrackedEventMessage<?>> page(@Nullable TrackingToken after) {
        var position = after == null ? 0 : after.position().orElse(0);
        return ledger.read(position, PAGE).stream()
                .<TrackedEventMessage<?>>map(stored -> new GenericTrackedDomainEventMessage<>(
                        new GlobalSequenceTrackingToken(stored.position()),
                        new GenericDomainEventMessage<>(
                                stored.aggregateType(),
                                stored.aggregateId().toString(),
                                stored.sequence(),
                                EventCodec.read(stored.type(), stored.revision(), stored.payload()),
                                MetaData.emptyInstance(),
                                stored.eventId().toString(),
                                stored.recordedAt())))
                .toList();
    }

    @Override
    public TrackingToken createTailToken() {
        return new GlobalSequenceTrackingToken(0);
    }

    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(
                reader.read(jdbc -> jdbc.sql("select coalesce(max(position), 0) from ledger.event")
                        .query(Long.class)
                        .single()));
    }

    @Override
    public TrackingToken createTokenAt(Instant instant) {
        return new GlobalSequenceTrackingToken(reader.read(jdbc -> jdbc.sql("""
            select coalesce((select position from ledger.event where recorded_at < ? order by position desc limit 1), 0)
            """)
                .param(instant.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single()));
    }

    @Override
    public void storeSnapshot(DomainEventMessage<?> snapshot) {
        throw new IllegalStateException("Aggregates are read from their events");
    }

    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String aggregateId) {
        return Optional.empty();
    }
}

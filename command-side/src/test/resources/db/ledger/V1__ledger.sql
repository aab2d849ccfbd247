create table ledger.event (
    position       bigint      primary key,
    event_id       uuid        not null,
    aggregate_id   uuid        not null,
    sequence       bigint      not null,
    aggregate_type text        not null,
    type           text        not null,
    revision       int         not null,
    stream_key     uuid        not null,
    recorded_at    timestamptz not null,
    payload        bytea       not null,
    metadata       bytea       not null,
    leaf           bytea       not null,
    unique (aggregate_id, sequence)
);

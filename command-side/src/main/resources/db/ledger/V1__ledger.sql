-- Every fact, in one dense order. Rows are added by ledger.append and never changed.
create table ledger.event (
    position       bigint primary key,
    -- No index: event ids are UUIDv7 made here, and everybody finds events by position or by aggregate.
    event_id       uuid not null,
    aggregate_id   uuid not null,
    sequence       bigint not null,
    aggregate_type text not null,
    type           text not null,
    revision       integer not null,
    stream_key     uuid not null,
    recorded_at    timestamptz not null,
    payload        bytea not null,
    metadata       bytea not null,
    leaf           bytea not null,
    unique (aggregate_id, sequence)
);

-- Every write, under its command id: what makes a write whose outcome is unknown safe to repeat. Commands that clients may
-- repeat keep what was answered, and the version that it was answered with.
create table ledger.command_log (
    command_id     uuid primary key,
    request_hash   bytea,
    response       bytea,
    version        bigint,
    first_position bigint,
    last_position  bigint,
    at             timestamptz not null
);

-- What only one may hold.
create table ledger.claim (
    kind  text not null,
    key   text not null,
    owner uuid not null,
    primary key (kind, key)
);

create function ledger.refuse_change() returns trigger
    language plpgsql as
$$
begin
    raise exception 'the ledger only grows';
end
$$;

create trigger event_only_grows
    before update or delete or truncate
    on ledger.event
    for each statement
execute function ledger.refuse_change();

-- Writes a batch of units, except those that lost. Arrays: one element per unit (units are numbered from 1), per aggregate that a
-- unit adds to (heads), per event in order, per claim that changes.
--
-- A volatile function takes a new snapshot for every statement, so what follows the lock sees all that was committed under it.
-- The settings keep every plan to index look-ups, whatever the tables held when it was made.
create function ledger.append(
    units_command uuid[],
    units_request_hash bytea[],
    units_response bytea[],
    units_version bigint[],
    units_events integer[],
    heads_unit integer[],
    heads_aggregate uuid[],
    heads_sequence bigint[],
    events_unit integer[],
    events_id uuid[],
    events_aggregate uuid[],
    events_sequence bigint[],
    events_aggregate_type text[],
    events_type text[],
    events_revision integer[],
    events_stream_key uuid[],
    events_payload bytea[],
    events_metadata bytea[],
    events_content bytea[],
    claims_unit integer[],
    claims_kind text[],
    claims_key text[],
    claims_before uuid[],
    claims_after uuid[],
    -- The position before the first that was given.
    out base bigint,
    -- Null when nobody lost. Reasons: 1 known command, 2 not the next sequence, 3 claim held by somebody else, 4 claim not held by
    -- who gives it up, 5 the aggregate exists already.
    out lost_unit integer[],
    out lost_reason integer[],
    out lost_claim integer[]
)
    language plpgsql
    set plan_cache_mode = force_generic_plan
    set enable_seqscan = off
    set enable_bitmapscan = off
    set enable_hashjoin = off
    set enable_mergejoin = off
    set jit = off
as
$$
declare
    lost      integer[];
    stamp     timestamptz;
    micros    bigint;
begin
    perform pg_advisory_xact_lock(1818584167);

    -- One clock for all writers, and one stamp for the batch, above every stamp before: facts recorded until an instant are a prefix.
    select e.position, greatest(clock_timestamp(), e.recorded_at + interval '1 microsecond')
    into base, stamp
    from ledger.event e
    order by e.position desc
    limit 1;
    base := coalesce(base, 0);
    stamp := coalesce(stamp, clock_timestamp());
    micros := (extract(epoch from stamp) * 1000000)::bigint;

    select array_agg(l.unit), array_agg(l.reason), array_agg(l.claim)
    into lost_unit, lost_reason, lost_claim
    from (select u.unit::integer, 1 as reason, null::integer as claim
          from unnest(units_command) with ordinality u(command, unit)
          where exists (select from ledger.command_log c where c.command_id = u.command)
          union all
          select h.unit, case when h.sequence = 0 then 5 else 2 end, null
          from unnest(heads_unit, heads_aggregate, heads_sequence) h(unit, aggregate, sequence)
          where h.sequence - 1 <> coalesce((select e.sequence
                                            from ledger.event e
                                            where e.aggregate_id = h.aggregate
                                              -- Else a page of the index is read, however long the history.
                                              and e.sequence >= h.sequence - 1
                                            order by e.sequence desc
                                            limit 1), -1)
          union all
          select c.unit, 3, c.claim::integer
          from unnest(claims_unit, claims_kind, claims_key, claims_before, claims_after)
                   with ordinality c(unit, kind, key, before, after, claim)
          where c.before is null
            and exists (select from ledger.claim k where k.kind = c.kind and k.key = c.key and k.owner <> c.after)
          union all
          select c.unit, 4, c.claim::integer
          from unnest(claims_unit, claims_kind, claims_key, claims_before) with ordinality c(unit, kind, key, before, claim)
          where c.before is not null
            and not exists (select from ledger.claim k where k.kind = c.kind and k.key = c.key and k.owner = c.before)) l;
    lost := coalesce(lost_unit, '{}');

    insert into ledger.event (position, event_id, aggregate_id, sequence, aggregate_type, type, revision, stream_key,
                              recorded_at, payload, metadata, leaf)
    select p.position, p.id, p.aggregate, p.sequence, p.aggregate_type, p.type, p.revision, p.stream_key,
           stamp, p.payload, p.metadata,
           sha256('\x00'::bytea || int8send(p.position) || int8send(micros) || p.content)
    from (select base + row_number() over (order by e.ord) as position, e.*
          from unnest(events_unit, events_id, events_aggregate, events_sequence, events_aggregate_type, events_type,
                      events_revision, events_stream_key, events_payload, events_metadata, events_content)
                   with ordinality e(unit, id, aggregate, sequence, aggregate_type, type, revision, stream_key, payload,
                                     metadata, content, ord)
          where e.unit <> all (lost)) p;

    insert into ledger.command_log (command_id, request_hash, response, version, first_position, last_position, at)
    select u.command, u.request_hash, u.response, u.version,
           case when u.events > 0 then base + u.upto - u.events + 1 end,
           case when u.events > 0 then base + u.upto end,
           stamp
    from (select w.*, sum(w.events) over (order by w.ord) as upto
          from unnest(units_command, units_request_hash, units_response, units_version, units_events)
                   with ordinality w(command, request_hash, response, version, events, ord)
          where w.ord <> all (lost)) u;

    if cardinality(claims_unit) > 0 then
        insert into ledger.claim (kind, key, owner)
        select c.kind, c.key, c.after
        from unnest(claims_unit, claims_kind, claims_key, claims_before, claims_after) c(unit, kind, key, before, after)
        where c.unit <> all (lost)
          and c.before is null
        on conflict (kind, key) do nothing;

        update ledger.claim k
        set owner = c.after
        from unnest(claims_unit, claims_kind, claims_key, claims_before, claims_after) c(unit, kind, key, before, after)
        where c.unit <> all (lost)
          and c.before is not null
          and c.after is not null
          and k.kind = c.kind
          and k.key = c.key;

        delete
        from ledger.claim k
            using unnest(claims_unit, claims_kind, claims_key, claims_before, claims_after) c(unit, kind, key, before, after)
        where c.unit <> all (lost)
          and c.after is null
          and k.kind = c.kind
          and k.key = c.key;
    end if;
end
$$;

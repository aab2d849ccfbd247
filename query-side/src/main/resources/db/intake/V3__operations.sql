-- Who made the platform do what, when, why, and what came of it. For ever: a line is neither changed nor removed.
create table intake.operation_log (
    id      bigint generated always as identity primary key,
    at      timestamptz not null default clock_timestamp(),
    subject text        not null,
    client  text        not null,
    action  text        not null,
    -- JSON: which key, which read model.
    target  text        not null,
    reason  text        not null,
    result  text        not null
);

create function intake.keep_operation_log() returns trigger language plpgsql as $$
begin
    raise exception 'intake.operation_log is only added to';
end
$$;
revoke all on function intake.keep_operation_log() from public;
create trigger only_added before update or delete or truncate on intake.operation_log
    for each statement execute function intake.keep_operation_log();

-- A record that does not say its place in the ledger waits under the position before it: several can have the same one.
alter table intake.parked add placed boolean not null default true;
alter table intake.parked drop constraint parked_pkey;
alter table intake.parked add primary key (projection, source, key, position, koffset);

-- What was set aside for good: a read model that is rebuilt meets it again, and is not stopped by it a second time.
create table intake.discarded (
    projection text    not null,
    source     text    not null,
    position   bigint  not null,
    koffset    bigint  not null,
    placed     boolean not null,
    primary key (projection, source, position, koffset)
);

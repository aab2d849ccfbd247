-- How far each projection has come, per ledger (source) and partition. A projection is named with its version: time_cost_v1.
create table intake.projection_offset (
    projection text    not null,
    source     text    not null,
    partition  integer not null,
    position   bigint  not null,
    koffset    bigint  not null,
    primary key (projection, source, partition)
);

-- Which version of a projection answers; here a projection is named without its version.
create table intake.serving_version (
    projection text    primary key,
    version    integer not null
);

-- Whether a version has been folded once to the end of the feed, and whether it ever had rows: empty tables were emptied then.
create table intake.projection_build (
    projection text    primary key,
    complete   boolean not null,
    has_rows   boolean not null
);

-- Events that could not be folded, and behind each the later events of its key.
create table intake.parked (
    projection text        not null,
    source     text        not null,
    key        text        not null,
    position   bigint      not null,
    partition  integer     not null,
    koffset    bigint      not null,
    headers    text        not null,
    value      bytea       not null,
    error      text        not null,
    at         timestamptz not null default now(),
    primary key (projection, source, key, position)
);
create index on intake.parked (projection, partition, position);

-- The wrapped data keys of persons. What is erased stays erased.
create table intake.person_key (
    person_id uuid    primary key,
    version   integer not null,
    wrapped   bytea,
    erased    boolean not null,
    check (erased = (wrapped is null))
);

create table intake.person_key_offset (
    topic     text    not null,
    topic_id  text    not null,
    partition integer not null,
    koffset   bigint  not null,
    primary key (topic, partition)
);

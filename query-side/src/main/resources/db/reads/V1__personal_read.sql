-- Who was shown whose personal data: once a minute for each person, reader and endpoint. Never rebuilt; purged when it is due.
create table reads.personal_read (
    person_id uuid        not null,
    minute    timestamptz not null,
    actor     text        not null,
    endpoint  text        not null,
    at        timestamptz not null,
    trace_id  text        not null,
    primary key (person_id, minute, actor, endpoint)
);

-- Rows come in the order of time: this finds the old ones, at next to no cost.
create index on reads.personal_read using brin (minute);

-- What is being made beside what answers: a new version, or the same one anew under the name of its schema and __next. What
-- answered before a switch is kept under __old. The state of one that is made, and needs nothing more, is null.
alter table intake.projection_build
    add column state              text check (state in
        ('ASKED', 'FILLING', 'COMPARING', 'DIFFERENT', 'SWITCHING', 'RETURNING', 'FAILED')),
    -- Raised by whoever goes on with it: what an owner before it still writes here is refused.
    add column term               bigint not null default 0,
    add column asked_at           timestamptz,
    add column started_at         timestamptz,
    add column ended_at           timestamptz,
    add column records_read       bigint not null default 0,
    add column records_total      bigint not null default 0,
    add column records_per_second bigint not null default 0,
    -- JSON: table by table, what answers beside what was rebuilt.
    add column comparison         text,
    add column failure            text;

-- The event at the last position of each place, and when it was recorded: a ledger that was restored from a backup gives positions a
-- second time, and its events must not be taken for repeats. Empty where nobody noted it yet.
alter table intake.projection_offset
    add column event_id   text not null default '',
    add column event_time text not null default '';

-- Whether the feed turned out to be of another ledger than the rows of a version.
alter table intake.projection_build
    add column contradicted boolean not null default false;

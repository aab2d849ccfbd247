-- The data keys of persons, wrapped by the master key. Apart from the events: whoever keeps a copy of those must not keep these.
create table vault.person_key (
    person_id  uuid        not null,
    version    int         not null check (version > 0),
    wrapped    bytea,
    created_at timestamptz not null default clock_timestamp(),
    erased_at  timestamptz,
    published  boolean     not null default false,
    primary key (person_id, version),
    check ((wrapped is null) = (erased_at is not null))
);

create index person_key_unpublished on vault.person_key (person_id, version) where not published;

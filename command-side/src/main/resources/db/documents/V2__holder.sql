-- Who has a file, and under which type they stored it: whoever stores the same bytes learns nothing of the others.
create table documents.holder (
    sha256     bytea       not null references documents.file (sha256),
    epn_id     uuid        not null,
    media_type text        not null,
    stored_at  timestamptz not null default clock_timestamp(),
    primary key (sha256, epn_id)
);

-- Has a row once the files from before are those of the centres whose facts name them.
create table documents.adoption (
    at timestamptz not null default clock_timestamp()
);

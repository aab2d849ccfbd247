-- Small files under the SHA-256 of their bytes. Apart from the events, which name them by it.
create table documents.file (
    sha256     bytea       not null primary key check (length(sha256) = 32),
    media_type text        not null,
    size       int         not null check (size between 1 and 1048576),
    content    bytea       not null check (length(content) = size),
    stored_at  timestamptz not null default clock_timestamp()
);

-- Most of what is kept is compressed already.
alter table documents.file alter column content set storage external;

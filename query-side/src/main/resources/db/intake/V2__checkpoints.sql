-- Where the reading of the small topics is; it began with the keys of persons.
alter table intake.person_key_offset rename to topic_offset;

-- The signed checkpoints of ledgers. The first that comes of a size stays.
create table intake.checkpoint (
    ledger    text        not null,
    size      bigint      not null,
    root      text        not null,
    at        timestamptz not null,
    previous  text,
    key_id    text        not null,
    signature text        not null,
    primary key (ledger, size)
);

-- The public keys that sign checkpoints: X.509 form (DER), Base64.
create table intake.ledger_key (
    key_id text primary key,
    key    text not null
);

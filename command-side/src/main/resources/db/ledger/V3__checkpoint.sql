-- What the tree was when it had so many leaves, signed; the frontier is all that the next one needs of the leaves before. Root,
-- previous, signature and public key are Base64, as they travel.
create table ledger.checkpoint (
    ledger     text        not null,
    size       bigint      not null,
    root       text        not null,
    at         timestamptz not null,
    previous   text,
    key_id     text        not null,
    signature  text        not null,
    public_key text        not null,
    frontier   bytea       not null,
    primary key (ledger, size),
    -- One chain: a checkpoint is followed by one, and one is the first.
    unique nulls not distinct (ledger, previous)
);

create trigger checkpoint_only_grows
    before update or delete or truncate
    on ledger.checkpoint
    for each statement
execute function ledger.refuse_change();

-- The last checkpoint that the feed has.
alter table ledger.publisher
    add column checkpoint bigint not null default 0;

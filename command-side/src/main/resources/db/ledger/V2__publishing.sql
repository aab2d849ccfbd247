-- How far each ledger is published: its position, and the last position in each partition, which the next record there names.
create table ledger.publisher (
    ledger              text     primary key,
    position            bigint   not null,
    partition_positions bigint[] not null
);

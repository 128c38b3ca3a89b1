create table log_leaves (
    number bigint primary key,
    content text not null,
    kind text not null,
    subject_id bytea not null,
    noted_at bigint not null
);
create index log_leaves_of_subject on log_leaves (subject_id, number);

create table log_hashes (
    position bigint primary key,
    hash bytea not null
);

create table log_heads (
    size bigint primary key,
    root bytea not null,
    noted_at bigint not null
);

create table log_keys (
    verifier_key text primary key,
    noted_at bigint not null
);

create table log_checkpoints (
    size bigint primary key,
    note text not null,
    signed_at bigint not null
);

create table log_witnesses (
    id bytea primary key,
    name text not null,
    verifier_key text not null unique,
    under_county bigint not null,
    added_by_id bytea,
    added_by text not null,
    added_at bigint not null
);

create table log_witness_ends (
    witness_id bytea primary key references log_witnesses (id),
    reason text not null,
    ended_by_id bytea,
    ended_by text not null,
    ended_at bigint not null
);

create table log_cosignatures (
    size bigint not null references log_checkpoints (size),
    witness_id bytea not null references log_witnesses (id),
    line text not null,
    cosigned_at bigint not null,
    primary key (size, witness_id)
);

create table files (
    sha256 text primary key,
    kind text not null,
    bytes bigint not null,
    made_at bigint not null
);

create table file_uses (
    id bytea primary key,
    sha256 text not null references files (sha256),
    subject_kind text not null,
    subject_id bytea not null,
    place text not null,
    number bigint not null,
    name text not null,
    note text not null,
    made_by_id bytea,
    made_by text not null,
    made_at bigint not null
);
create index file_uses_of_subject on file_uses (subject_id, number);
create index file_uses_of_file on file_uses (sha256);

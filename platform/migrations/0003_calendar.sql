create table calendar_years (
    id bytea primary key,
    year bigint not null,
    source text not null,
    days text not null,
    added_by text not null,
    added_at bigint not null
);

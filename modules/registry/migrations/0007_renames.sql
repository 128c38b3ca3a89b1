-- What an area was called before: one row for each time that a government renamed it.
create table area_renames (
    id bytea primary key,
    area_id bytea not null references areas (id),
    old_name text not null,
    new_name text not null,
    renamed_on text not null,
    document text not null,
    noted_at bigint not null
);
create index area_renames_of on area_renames (area_id, renamed_on, noted_at);

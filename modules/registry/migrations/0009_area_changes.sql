alter table areas add column abolished_on text;
-- To whom the people of an abolished area belong since.
alter table areas add column successor_id bytea references areas (id);

-- What governments decided about where areas lie, in the order in which it was noted. Paths stand
-- here as they were on that day; they are never given again.
create table area_changes (
    id bytea primary key,
    number bigint not null unique,
    kind text not null,
    area_id bytea not null references areas (id),
    -- Moved: the area above before. Founded: the area from which it was divided.
    from_id bytea references areas (id),
    -- Moved, founded: the area above. Merged: the successor.
    to_id bytea not null references areas (id),
    old_path text not null,
    new_path text not null,
    changed_on text not null,
    document text not null,
    agreed_on text,
    noted_at bigint not null
);
create index area_changes_by_day on area_changes (changed_on, number);
create index area_changes_of on area_changes (area_id, number);
create index area_changes_from on area_changes (from_id, number);
create index area_changes_to on area_changes (to_id, number);

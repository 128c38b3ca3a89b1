-- What the supervision committee means to look at in a year, and whether it did.
create table work_plan_lines (
    id bytea primary key,
    area_path text not null,
    year bigint not null,
    field text not null,
    words text not null,
    until_on text not null,
    noted_at bigint not null,
    noted_by_id bytea,
    noted_by text not null
);
create index work_plan_lines_of_year on work_plan_lines (area_path, year, until_on);

create table work_plan_ends (
    line_id bytea primary key references work_plan_lines (id),
    kept bigint not null,
    ended_on text not null,
    noted_at bigint not null,
    actor_id bytea,
    actor_name text not null,
    words text not null
);

-- The minutes of its meetings. They are never changed.
create table work_meetings (
    id bytea primary key,
    area_path text not null,
    held_on text not null,
    present text not null,
    words text not null,
    decided text not null,
    noted_at bigint not null,
    noted_by_id bytea,
    noted_by text not null
);
create index work_meetings_in_area on work_meetings (area_path, held_on);

-- What the village buys and builds, and who of the committee watches it.
create table purchases (
    id bytea primary key,
    area_path text not null,
    title text not null,
    amount_fen bigint not null,
    way text not null,
    decided_on text not null,
    watcher_name text not null,
    noted_at bigint not null,
    noted_by_id bytea,
    noted_by text not null
);
create index purchases_in_area on purchases (area_path, decided_on);

create table purchase_observations (
    purchase_id bytea not null references purchases (id),
    number bigint not null,
    happened_on text not null,
    noted_at bigint not null,
    actor_id bytea,
    actor_name text not null,
    words text not null,
    primary key (purchase_id, number)
);

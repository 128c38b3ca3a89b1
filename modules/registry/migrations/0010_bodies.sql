-- How many seats the county set for a body; vacancies are counted from it.
alter table bodies add column seats bigint;

-- The end of a body: from when, by which document, and which body came after it.
create table body_ends (
    body_id bytea primary key references bodies (id),
    ended_on text not null,
    document text not null,
    successor_id bytea references bodies (id),
    noted_by_id bytea,
    noted_by text not null,
    noted_at bigint not null
);

-- The birth with which a relationship was noted; it is taken back together with it.
alter table kin add column event_id bytea references life_events (id);
create index kin_of_event on kin (event_id);

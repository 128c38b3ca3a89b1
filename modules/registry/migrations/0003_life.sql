alter table persons add column relation text;
alter table persons add column left_on text;
-- `moved_out`, or `withdrawn` where the coming itself was noted wrongly.
alter table persons add column left_how text;
alter table persons add column spouse_id bytea references persons (id);
create index persons_by_spouse on persons (spouse_id);
drop index persons_living;
create index persons_present on persons (area_path) where died_on is null and left_on is null;

create table life_events (
    id bytea primary key,
    kind text not null,
    happened_on text not null,
    area_path text not null,
    noted_by_id bytea,
    noted_by text not null,
    noted_at bigint not null,
    detail text not null,
    -- The event that this one says was noted wrongly.
    takes_back_id bytea unique references life_events (id)
);

-- What an event changed for one person: how they stood before (nothing: they were not here) and after.
create table life_changes (
    id bytea primary key,
    event_id bytea not null references life_events (id),
    person_id bytea not null references persons (id),
    happened_on text not null,
    noted_at bigint not null,
    before text,
    after text not null,
    -- Where a person who was here before belonged, so that an area and a household can be read as of
    -- an earlier day.
    area_before text,
    household_before bytea references households (id),
    household_after bytea references households (id)
);
create index life_changes_of_event on life_changes (event_id);
create index life_changes_of_person on life_changes (person_id, happened_on);
create index life_changes_out_of_area on life_changes (area_before, happened_on);
create index life_changes_out_of_household on life_changes (household_before, happened_on);
create index life_changes_into_household on life_changes (household_after, happened_on);

-- What the supervision committee found, and what followed. What was found is never changed.
create table findings (
    id bytea primary key,
    code text not null unique,
    area_path text not null,
    field text not null,
    title text not null,
    words text not null,
    owner_id bytea not null references persons (id),
    owner_name text not null,
    owner_post text not null,
    found_on text not null,
    due_on text not null,
    noted_at bigint not null,
    noted_by_id bytea,
    noted_by text not null,
    state text not null,
    closed_on text,
    events bigint not null
);
create index findings_in_area on findings (area_path, found_on);
create index findings_open on findings (closed_on, area_path);
create index findings_of_owner on findings (owner_id, found_on);

create table finding_steps (
    finding_id bytea not null references findings (id),
    number bigint not null,
    step text not null,
    happened_on text not null,
    noted_at bigint not null,
    actor_id bytea,
    actor_name text not null,
    words text not null,
    primary key (finding_id, number)
);

-- The yearly appraisal: who is appraised, and each count of the slips as one person made it.
create table appraisals (
    id bytea primary key,
    area_path text not null,
    held_on text not null,
    slips_out bigint not null,
    noted_at bigint not null,
    noted_by_id bytea,
    noted_by text not null
);
create index appraisals_in_area on appraisals (area_path, held_on);

create table appraised_people (
    id bytea primary key,
    appraisal_id bytea not null references appraisals (id),
    number bigint not null,
    person_id bytea not null references persons (id),
    name text not null,
    post text not null,
    appraised_as text not null
);
create unique index appraised_people_of_appraisal on appraised_people (appraisal_id, number);
create index appraised_people_of_person on appraised_people (person_id);

create table appraisal_counts (
    appraisal_id bytea not null references appraisals (id),
    number bigint not null,
    counter_id bytea,
    counter_name text not null,
    noted_at bigint not null,
    slips text not null,
    primary key (appraisal_id, number)
);

-- How an appraisal ended: published, or given up with a reason.
create table appraisal_ends (
    appraisal_id bytea primary key references appraisals (id),
    published bigint not null,
    ended_on text not null,
    noted_at bigint not null,
    actor_id bytea,
    actor_name text not null,
    words text not null
);

create table person_merges (
    id bytea primary key,
    -- Ids without a foreign key: the merged one stands in merged_persons for as long as it is merged.
    kept_id bytea not null,
    merged_id bytea not null,
    taken text not null,
    account text,
    proposed_by_id bytea,
    proposed_by text not null,
    proposed_at bigint not null,
    declined_by text,
    declined_at bigint,
    confirmed_by text,
    confirmed_at bigint,
    undone_by text,
    undone_at bigint
);
create index person_merges_of_kept on person_merges (kept_id);
create index person_merges_of_merged on person_merges (merged_id);
create index person_merges_waiting on person_merges (proposed_at)
    where confirmed_at is null and declined_at is null;

-- Both persons of a merge as they were before it: all columns of persons.
create table merged_persons (
    id bytea primary key,
    merge_id bytea not null references person_merges (id),
    person_id bytea not null,
    name text not null,
    name_key text not null,
    initials_key text not null,
    phone text,
    no_phone bigint not null,
    sex text not null,
    born_on text,
    household_id bytea,
    area_path text not null,
    residence text not null,
    resident_since_on text,
    died_on text,
    identity_number_sealed bytea,
    identity_index text,
    created_at bigint not null,
    relation text,
    left_on text,
    left_how text,
    spouse_id bytea,
    unique (merge_id, person_id)
);
create index merged_persons_of_person on merged_persons (person_id);

-- Which rows a merge led over to the kept person, so that they find the way back.
create table merge_moves (
    merge_id bytea not null references person_merges (id),
    place text not null,
    row_id bytea not null,
    primary key (merge_id, place, row_id)
);

create table not_same_persons (
    first_id bytea not null,
    second_id bytea not null,
    noted_by_id bytea,
    noted_by text not null,
    noted_at bigint not null,
    primary key (first_id, second_id)
);

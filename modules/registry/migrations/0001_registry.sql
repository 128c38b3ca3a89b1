create table areas (
    id bytea primary key,
    parent_id bytea references areas (id),
    path text not null unique,
    name text not null,
    created_at bigint not null
);
create index areas_below on areas (parent_id, path);

create table area_codes (
    code_system text not null,
    edition text not null,
    code text not null,
    area_id bytea not null references areas (id),
    recorded_at bigint not null,
    primary key (code_system, edition, code)
);
create index area_codes_of_area on area_codes (area_id);

create table households (
    id bytea primary key,
    number text not null,
    area_path text not null,
    created_at bigint not null,
    unique (area_path, number)
);

create table persons (
    id bytea primary key,
    name text not null,
    -- The name in hexadecimal code points: engines and collations order Chinese differently, but
    -- digits and letters alike, and so the beginning of a name is a plain range.
    name_key text not null,
    -- The initials of the name's pinyin, then its key: people of one name stand together.
    initials_key text not null,
    phone text,
    no_phone bigint not null,
    sex text not null,
    born_on text,
    household_id bytea references households (id),
    area_path text not null,
    residence text not null,
    resident_since_on text,
    died_on text,
    identity_number_sealed bytea,
    identity_index text unique,
    created_at bigint not null
);
create index persons_by_name on persons (name_key, id);
create index persons_by_birth on persons (name_key, born_on);
create index persons_by_initials on persons (initials_key, id);
create index persons_by_phone on persons (phone, id);
create index persons_by_area on persons (area_path, name_key, id);
create index persons_living on persons (area_path) where died_on is null;
create index persons_of_household on persons (household_id);

create table bodies (
    id bytea primary key,
    area_id bytea not null references areas (id),
    area_path text not null,
    kind text not null,
    name text not null,
    department text,
    phone text,
    address text,
    hours text,
    purpose text,
    created_at bigint not null
);
create index bodies_by_area on bodies (area_path, kind);
create index bodies_by_department on bodies (department);

create table posts_held (
    id bytea primary key,
    body_id bytea not null references bodies (id),
    post text not null,
    person_id bytea not null references persons (id),
    public_phone text,
    held_from text not null,
    held_until text,
    ended_on text,
    created_at bigint not null
);
create index posts_held_in_body on posts_held (body_id, held_from);
create index posts_held_by_person on posts_held (person_id, held_from);

create table items (
    id bytea primary key,
    code text not null unique,
    created_at bigint not null
);

create table item_versions (
    id bytea primary key,
    item_id bytea not null references items (id),
    number bigint not null,
    content text not null,
    drafted_by_id bytea,
    drafted_by text not null,
    drafted_at bigint not null,
    unique (item_id, number)
);

create table item_publications (
    version_id bytea primary key references item_versions (id),
    item_id bytea not null references items (id),
    number bigint not null,
    published_by_id bytea,
    published_by text not null,
    published_at bigint not null,
    effective_on text not null,
    withdrawn_on text
);
create index item_publications_of_item on item_publications (item_id, number);

create table item_words (
    word text not null,
    item_id bytea not null references items (id),
    weight bigint not null,
    primary key (word, item_id)
);

create table consents (
    id bytea primary key,
    applicant_id bytea not null references persons (id),
    agent_id bytea not null references persons (id),
    version_id bytea not null references item_versions (id),
    given_how text not null,
    witness text not null,
    given_on text not null,
    noted_at bigint not null
);

create table cases (
    id bytea primary key,
    code text not null unique,
    version_id bytea not null references item_versions (id),
    item_id bytea not null references items (id),
    item_name text not null,
    applicant_id bytea not null references persons (id),
    applicant_name text not null,
    area_path text not null,
    area_name text not null,
    channel text not null,
    licence bigint not null,
    consent_id bytea references consents (id),
    state text not null,
    stage text,
    holder_id bytea not null references bodies (id),
    open bigint not null,
    events bigint not null,
    answers_sealed bytea not null,
    delivery text not null,
    opened_at bigint not null,
    moved_at bigint not null
);
create index cases_at_holder on cases (holder_id, open, moved_at);
create index cases_of_applicant on cases (applicant_id, opened_at);
create index cases_by_area on cases (area_path, open, opened_at);
create index cases_in_state on cases (open, licence, state, moved_at);

create table drafts (
    id bytea primary key,
    author_id bytea not null,
    applicant_id bytea not null references persons (id),
    version_id bytea not null references item_versions (id),
    answers_sealed bytea not null,
    consent_id bytea references consents (id),
    case_id bytea references cases (id),
    updated_at bigint not null
);
create index drafts_of_author on drafts (author_id, updated_at);

create table case_events (
    case_id bytea not null references cases (id),
    number bigint not null,
    act text not null,
    happened_on text not null,
    noted_at bigint not null,
    actor_id bytea,
    actor_name text not null,
    body_name text not null,
    detail text not null,
    primary key (case_id, number)
);

create table case_materials (
    case_id bytea not null references cases (id),
    number bigint not null,
    name text not null,
    state text not null,
    note text not null,
    moved_at bigint not null,
    primary key (case_id, number)
);

create table ratings (
    case_id bytea primary key references cases (id),
    level bigint not null,
    words text not null,
    given_how text not null,
    item_id bytea not null,
    area_path text not null,
    rated_at bigint not null
);
create index ratings_by_area on ratings (area_path, rated_at);

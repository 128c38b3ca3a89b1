create table bank_cards (
    id bytea primary key,
    person_id bytea not null references persons (id),
    bank text not null,
    number_sealed bytea not null,
    number_index text not null,
    noted_by_id bytea,
    noted_by text not null,
    noted_at bigint not null
);
create index bank_cards_of_person on bank_cards (person_id, noted_at);
create index bank_cards_by_number on bank_cards (number_index, person_id);

-- Who looked at whose record, and why: kept for the person who was looked at.
create table looks (
    id bytea primary key,
    person_id bytea not null references persons (id),
    looker_id bytea not null,
    looker_name text not null,
    post text not null,
    body_name text not null,
    at_what text not null,
    why text not null,
    words text not null,
    looked_at bigint not null
);
create index looks_of_person on looks (person_id, looked_at);
create index looks_by_time on looks (looked_at);

create table person_requests (
    id bytea primary key,
    person_id bytea not null references persons (id),
    area_path text not null,
    kind text not null,
    about text not null,
    words_sealed bytea not null,
    asked_by_id bytea not null,
    asked_by text not null,
    given_how text not null,
    state text not null,
    asked_at bigint not null
);
create index person_requests_of_person on person_requests (person_id, asked_at);
create index person_requests_open on person_requests (state, area_path, asked_at);

create table request_answers (
    request_id bytea not null references person_requests (id),
    number bigint not null,
    answer text not null,
    reason text not null,
    answered_by_id bytea,
    answered_by text not null,
    answered_at bigint not null,
    primary key (request_id, number)
);

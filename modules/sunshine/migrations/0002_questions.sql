-- What villagers ask about a line of what was published. Who asked is never shown outside.
create table questions (
    id bytea primary key,
    code text not null unique,
    disclosure_id bytea not null references disclosures (id),
    line_number bigint,
    area_path text not null,
    asker_id bytea not null references persons (id),
    words text not null,
    asked_on text not null,
    asked_at bigint not null,
    written_by_id bytea,
    written_by text not null,
    given_how text not null,
    witness text not null,
    answered_on text,
    escalated_on text,
    ended_on text,
    open bigint not null,
    events bigint not null
);
create index questions_of_disclosure on questions (disclosure_id, asked_at);
create index questions_open on questions (open, area_path, asked_at);
create index questions_in_area on questions (area_path, asked_on);
create index questions_of_asker on questions (asker_id, asked_at);
create index questions_written_by on questions (written_by_id, asked_at);

create table question_events (
    question_id bytea not null references questions (id),
    number bigint not null,
    act text not null,
    happened_on text not null,
    noted_at bigint not null,
    actor_id bytea,
    actor_name text not null,
    words text not null,
    primary key (question_id, number)
);

create table journal (
    id bytea primary key,
    noted_at bigint not null,
    actor_id bytea,
    actor_name text not null,
    on_behalf_of text,
    act text not null,
    subject_kind text not null,
    subject_id bytea,
    area_path text not null,
    cite text,
    facts text not null
);
create index journal_by_area on journal (area_path, noted_at);
create index journal_by_time on journal (noted_at);
create index journal_of_subject on journal (subject_id, noted_at);

create table case_file_flaws (
    use_id bytea primary key references file_uses (id),
    case_id bytea not null references cases (id),
    words text not null,
    noted_by_id bytea,
    noted_by text not null,
    noted_at bigint not null
);
create index case_file_flaws_of_case on case_file_flaws (case_id);

-- Lists that are brought in stages: brought, checked, confirmed, saved.
create table imports (
    id bytea primary key,
    kind text not null,
    area_path text not null,
    brought_by bytea,
    brought_by_name text not null,
    file_name text not null,
    file_bytes bigint not null,
    file_sha256 text not null,
    state text not null,
    -- Which columns are which, once they were chosen.
    layout text,
    -- What the check found, and what was saved.
    counts text not null,
    -- Whether facts of persons who are there already are changed as well.
    with_changes bigint not null,
    -- Who confirmed: the acts are this person's.
    confirmed_by bytea,
    -- How far the work is, in thousandths, and how many rows it has passed.
    thousandths bigint not null,
    rows_done bigint not null,
    frames_done bigint not null,
    created_at bigint not null
);
create index imports_of_kind on imports (kind, created_at);
create index imports_in_state on imports (state, created_at);

create table import_steps (
    id bytea primary key,
    import_id bytea not null references imports (id),
    step text not null,
    actor_id bytea,
    actor_name text not null,
    noted_at bigint not null
);
create index import_steps_of on import_steps (import_id, noted_at, id);

create table import_mappings (
    kind text not null,
    head_signature text not null,
    mapping text not null,
    remembered_at bigint not null,
    primary key (kind, head_signature)
);

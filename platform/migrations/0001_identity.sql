create table accounts (
    id bytea primary key,
    person_id bytea not null unique,
    user_name text not null unique,
    phone text unique,
    password_hash text,
    created_at bigint not null,
    closed_at bigint
);

create table sessions (
    id bytea primary key,
    token_digest text not null unique,
    account_id bytea not null references accounts (id),
    device text not null,
    address text not null,
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null,
    ended_at bigint
);
create index sessions_of_account on sessions (account_id, created_at);

create table failed_sign_ins (
    id bytea primary key,
    user_name text not null,
    address text not null,
    failed_at bigint not null
);
create index failed_sign_ins_of_name on failed_sign_ins (user_name, failed_at);
create index failed_sign_ins_of_address on failed_sign_ins (address, failed_at);

create table sign_in_links (
    token_digest text primary key,
    account_id bytea not null references accounts (id),
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
);
